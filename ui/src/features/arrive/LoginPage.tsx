import "../../text/ofArrive.ts";
import { Link, useSearch } from "wouter";
import { Banner } from "../../components/Banner.tsx";
import { Button } from "../../components/Button.tsx";
import { StandingPage } from "../../components/StandingPage.tsx";
import { TextField } from "../../components/TextField.tsx";
import { useTitle } from "../../components/useTitle.ts";
import { useActions, useStore } from "../../engine/hooks.ts";
import { nextOf, paths, thenTo } from "../../paths.ts";
import { t } from "../../text/t.ts";
import css from "./Form.module.css";
import { comesFromInvite } from "./invitation.ts";
import { useArriveForm } from "./useArriveForm.ts";

/** For those who have an account. Who is logged in is led on by the routes. */
export function LoginPage() {
  useTitle(t("arrive.logInTitle"));
  const search = useSearch();
  const { logIn } = useActions();
  const ended = useStore((state) => state.self.kind === "stranger" && state.self.reason === "session-ended");
  const form = useArriveForm({
    empty: { username: "", password: "" },
    checks: {
      username: (value) => (value.trim() === "" ? "arrive.usernameMissing" : null),
      password: (value) => (value === "" ? "arrive.passwordMissing" : null),
    },
    // A wrong pair is told of both fields, in the same words: said once.
    names: { username: "username", password: null },
    send: ({ username, password }) => logIn({ username: username.trim(), password }),
  });
  return (
    <StandingPage>
      <div className={css.head}>
        <h1 className={css.title}>{t("arrive.welcomeBack")}</h1>
        {comesFromInvite(search) && <p className={css.lead}>{t("arrive.thenJoin")}</p>}
      </div>
      <form className={css.form} noValidate onSubmit={form.submit} ref={form.ref}>
        {ended && !form.message && <Banner kind="info">{t("arrive.sessionEnded")}</Banner>}
        {form.message && <Banner kind="danger">{form.message}</Banner>}
        <TextField
          autoCapitalize="none"
          autoComplete="username"
          autoCorrect="off"
          autoFocus
          error={form.errors.username}
          label={t("arrive.username")}
          name="username"
          onChange={form.set("username")}
          spellCheck={false}
          value={form.values.username}
        />
        <TextField
          autoComplete="current-password"
          error={form.errors.password}
          label={t("arrive.password")}
          name="password"
          onChange={form.set("password")}
          type="password"
          value={form.values.password}
        />
        <Button busy={form.busy} kind="primary" type="submit" wide>
          {t("arrive.logIn")}
        </Button>
      </form>
      <p className={css.other}>
        {t("arrive.newHere")}{" "}
        <Link href={thenTo(nextOf(search), paths.register)}>{t("arrive.createAccount")}</Link>
      </p>
    </StandingPage>
  );
}
