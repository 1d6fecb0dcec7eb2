import "../../text/ofArrive.ts";
import { Link, useSearch } from "wouter";
import { Banner } from "../../components/Banner.tsx";
import { Button } from "../../components/Button.tsx";
import { StandingPage } from "../../components/StandingPage.tsx";
import { TextField } from "../../components/TextField.tsx";
import { useTitle } from "../../components/useTitle.ts";
import { useActions } from "../../engine/hooks.ts";
import { nextOf, thenTo } from "../../paths.ts";
import { t } from "../../text/t.ts";
import { checkDisplayName, checkPassword, checkUsername } from "./checks.ts";
import css from "./Form.module.css";
import { comesFromInvite } from "./invitation.ts";
import { useArriveForm } from "./useArriveForm.ts";

/** For strangers: a name and a password, and they are in. */
export function RegisterPage() {
  useTitle(t("arrive.registerTitle"));
  const search = useSearch();
  const { register } = useActions();
  const form = useArriveForm({
    empty: { username: "", displayName: "", password: "" },
    checks: { username: checkUsername, displayName: checkDisplayName, password: checkPassword },
    names: { username: "username", displayName: "global_name", password: "password" },
    send: ({ username, displayName, password }) =>
      register({ username: username.trim(), displayName: displayName.trim(), password }),
  });
  return (
    <StandingPage>
      <div className={css.head}>
        <h1 className={css.title}>{t("arrive.createAccount")}</h1>
        <p className={css.lead}>
          {t(comesFromInvite(search) ? "arrive.thenJoin" : "arrive.createAccountText")}
        </p>
      </div>
      <form className={css.form} noValidate onSubmit={form.submit} ref={form.ref}>
        {form.message && <Banner kind="danger">{form.message}</Banner>}
        <TextField
          autoCapitalize="none"
          autoComplete="username"
          autoCorrect="off"
          autoFocus
          error={form.errors.username}
          hint={t("arrive.usernameHint")}
          label={t("arrive.username")}
          name="username"
          onChange={form.set("username")}
          required
          spellCheck={false}
          value={form.values.username}
        />
        <TextField
          autoComplete="nickname"
          error={form.errors.displayName}
          hint={t("arrive.displayNameHint")}
          label={t("arrive.displayName")}
          name="displayName"
          onChange={form.set("displayName")}
          value={form.values.displayName}
        />
        <TextField
          autoComplete="new-password"
          error={form.errors.password}
          hint={t("arrive.passwordHint")}
          label={t("arrive.password")}
          name="password"
          onChange={form.set("password")}
          required
          type="password"
          value={form.values.password}
        />
        <Button busy={form.busy} kind="primary" type="submit" wide>
          {t("arrive.register")}
        </Button>
      </form>
      <p className={css.other}>
        {t("arrive.haveAccount")} <Link href={thenTo(nextOf(search))}>{t("arrive.logIn")}</Link>
      </p>
    </StandingPage>
  );
}
