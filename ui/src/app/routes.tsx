import { lazy, type ReactNode, Suspense, useEffect, useRef } from "react";
import { Redirect, Route, Switch, useLocation, useSearch } from "wouter";
import { Toasts } from "../components/Toasts.tsx";
import { useStore } from "../engine/hooks.ts";
import { ChatPage, loadChat } from "./ChatPage.tsx";
import { ConnectionBanner } from "./ConnectionBanner.tsx";
import { NotFound } from "./NotFound.tsx";
import { loginThen, nextOf, paths } from "./paths.ts";
import { ShellSkeleton } from "./ShellSkeleton.tsx";
import { whenIdle } from "./whenIdle.ts";

const LoginPage = lazy(() =>
  import("../features/arrive/LoginPage.tsx").then((m) => ({ default: m.LoginPage })),
);
const RegisterPage = lazy(() =>
  import("../features/arrive/RegisterPage.tsx").then((m) => ({ default: m.RegisterPage })),
);
const InvitePage = lazy(() =>
  import("../features/arrive/InvitePage.tsx").then((m) => ({ default: m.InvitePage })),
);
const Authorize = lazy(() => import("./Authorize.tsx").then((m) => ({ default: m.Authorize })));
const Settings = lazy(() => import("./Settings.tsx").then((m) => ({ default: m.Settings })));

/** The pages, and what is said over each of them. */
export function Routes() {
  return (
    <>
      <Pages />
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
      <Route path="/invite/:code">
        {({ code }) => (
          <Suspense fallback={null}>
            <InvitePage code={code} />
          </Suspense>
        )}
      </Route>
      <Route path="/oauth2/authorize">
        <ForPeople waiting={null}>
          <Authorize />
        </ForPeople>
      </Route>
      <Route path="/settings/:page">
        {({ page }) => (
          <ForPeople waiting={null}>
            <Settings page={page} />
          </ForPeople>
        )}
      </Route>
      <Route path="/channels/:guild?/:channel?/:message?">
        {({ guild, channel, message }) => (
          <ForPeople waiting={<ShellSkeleton />}>
            <ChatPage guildId={guild ?? null} channelId={channel ?? null} messageId={message ?? null} />
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
  useEffect(() => whenIdle(loadChat), []);
  if (!isStranger) return <Redirect to={nextOf(search)} replace />;
  return <Suspense fallback={null}>{children}</Suspense>;
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
    return <Redirect to={leftByChoice ? paths.login : loginThen(wanted)} replace />;
  }
  if (self.kind === "arriving") return <Arriving>{waiting}</Arriving>;
  return <Suspense fallback={waiting}>{children}</Suspense>;
}

/** What stands where the page will be, and why it does not come. */
function Arriving({ children }: { children: ReactNode }) {
  const isStuck = useStore(
    ({ connection }) => connection.kind === "waiting" || connection.kind === "outdated",
  );
  return (
    <>
      {children}
      {isStuck && <ConnectionBanner isOver />}
    </>
  );
}
