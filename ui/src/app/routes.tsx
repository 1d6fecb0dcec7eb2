import { type ReactNode, useEffect, useRef } from "react";
import { Redirect, Route, Switch, useLocation, useSearch } from "wouter";
import { Toasts } from "../components/Toasts.tsx";
import { useStore } from "../engine/hooks.ts";
import { nextOf, paths, thenTo } from "../paths.ts";
import { ConnectionBanner } from "./ConnectionBanner.tsx";
import { ErrorBoundary } from "./ErrorBoundary.tsx";
import { NotFound } from "./NotFound.tsx";
import { Authorize, Chat, InvitePage, LoginPage, RegisterPage } from "./pages.ts";
import { SettingsSkeleton, ShellSkeleton } from "./ShellSkeleton.tsx";
import { Settings } from "./settingsLater.ts";
import { whenIdle } from "./whenIdle.ts";

/** The pages, and what is said over each of them. */
export function Routes() {
  const [path] = useLocation();
  const arrives = useStore((state) => state.self.kind === "arriving");
  return (
    <>
      <ErrorBoundary at={path}>
        <Pages />
      </ErrorBoundary>
      {arrives && <ConnectionBanner isOver />}
      <Toasts />
    </>
  );
}

/** The pages, and who may see them. */
function Pages() {
  return (
    <Switch>
      <Route path="/">
        <Redirect to={paths.home} replace />
      </Route>
      <Route path="/login">
        <ForStrangers>
          <LoginPage />
        </ForStrangers>
      </Route>
      <Route path="/register">
        <ForStrangers>
          <RegisterPage />
        </ForStrangers>
      </Route>
      <Route path="/invite/:code">{({ code }) => <InvitePage code={code} />}</Route>
      <Route path="/oauth2/authorize">
        <ForPeople waiting={null}>
          <Authorize />
        </ForPeople>
      </Route>
      <Route path="/settings/:page">
        {({ page }) => (
          <ForPeople waiting={<SettingsSkeleton />}>
            <Settings page={page} waiting={<SettingsSkeleton />} />
          </ForPeople>
        )}
      </Route>
      <Route path="/channels/:guild?/:channel?/:message?">
        {({ guild, channel, message }) => (
          <ForPeople waiting={<ShellSkeleton />}>
            <Chat
              guildId={guild ?? null}
              channelId={channel ?? null}
              messageId={message ?? null}
              waiting={<ShellSkeleton />}
            />
          </ForPeople>
        )}
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

/** A page for those who are not logged in; the others are sent on. What they will need next is fetched meanwhile. */
function ForStrangers({ children }: { children: ReactNode }) {
  const search = useSearch();
  const isStranger = useStore((state) => state.self.kind === "stranger");
  useEffect(() => whenIdle(Chat.load), []);
  if (!isStranger) return <Redirect to={nextOf(search)} replace />;
  return children;
}

/** A page for people: a stranger logs in first and comes back; one who logged out does not come back. */
function ForPeople({ waiting, children }: { waiting: ReactNode; children: ReactNode }) {
  const [path] = useLocation();
  const search = useSearch();
  const self = useStore((state) => state.self);
  const wasHere = useRef(false);
  useEffect(() => {
    if (self.kind === "person") wasHere.current = true;
  }, [self]);
  if (self.kind === "stranger") {
    const leftByChoice = wasHere.current && self.reason === undefined;
    const wanted = search === "" ? path : `${path}?${search}`;
    return <Redirect to={leftByChoice ? paths.login : thenTo(wanted)} replace />;
  }
  return self.kind === "arriving" ? waiting : children;
}
