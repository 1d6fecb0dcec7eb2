import { type FormEvent, useState } from "react";
import { Avatar } from "../../components/Avatar.tsx";
import { Button } from "../../components/Button.tsx";
import { TextField } from "../../components/TextField.tsx";
import { toast } from "../../components/toast.ts";
import { useBusy } from "../../components/useBusy.ts";
import { useActions, useSelf } from "../../engine/hooks.ts";
import { limits } from "../../limits.ts";
import type { User } from "../../state/model.ts";
import { t } from "../../text/t.ts";
import css from "./Section.module.css";
import { Section } from "./Section.tsx";

/** Who the person is here, and the way out. */
export function AccountPage() {
  const self = useSelf();
  const { logOut } = useActions();
  const [busy, run] = useBusy();
  return (
    <>
      {self && <Name key={self.id} self={self} />}
      <Section text={t("settings.logOutText")} title={t("settings.logOutTitle")}>
        <Button busy={busy} className={css.start} onClick={() => run(logOut)}>
          {t("settings.logOut")}
        </Button>
      </Section>
    </>
  );
}

function Name({ self }: { self: User }) {
  const { changeDisplayName } = useActions();
  const [name, setName] = useState(self.globalName ?? "");
  const [error, setError] = useState<string | undefined>();
  const [busy, run] = useBusy();
  const changed = name.trim() !== (self.globalName ?? "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if ([...name.trim()].length > limits.nameCharactersMax) return setError(t("settings.displayNameLong"));
    run(async () => {
      const answer = await changeDisplayName(name.trim());
      if (answer.ok) toast(t("settings.saved"));
      else setError(answer.fields.global_name ?? answer.message);
    });
  };
  return (
    <Section>
      <div className={css.person}>
        <Avatar id={self.id} name={self.globalName ?? self.name} size="xl" />
        <div className={css.what}>
          <p className={css.name}>{self.globalName ?? self.name}</p>
          <p className={css.about}>{self.name}</p>
        </div>
      </div>
      <form className={css.form} noValidate onSubmit={submit}>
        <TextField
          autoComplete="nickname"
          error={error}
          hint={t("settings.displayNameHint", { username: self.name })}
          label={t("settings.displayName")}
          name="displayName"
          onChange={(value) => {
            setName(value);
            setError(undefined);
          }}
          value={name}
        />
        <Button busy={busy} className={css.start} disabled={!changed && !busy} kind="primary" type="submit">
          {t("settings.save")}
        </Button>
      </form>
    </Section>
  );
}
