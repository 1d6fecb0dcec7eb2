import "../../text/ofArrive.ts";
import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button.tsx";
import { Mark } from "../../components/Mark.tsx";
import { TextField } from "../../components/TextField.tsx";
import { linkTo, paths, readInvite } from "../../paths.ts";
import { t } from "../../text/t.ts";
import css from "./FirstRun.module.css";

export interface FirstRunProps {
  onCreate: () => void;
  /** With the code of the invite that was pasted. */
  onJoin: (code: string) => void;
}

/** What somebody sees who is in no server yet. */
export function FirstRun({ onCreate, onJoin }: FirstRunProps) {
  return (
    <div className={css.firstRun}>
      <Mark size="lg" />
      <h1 className={css.title}>{t("arrive.firstRun")}</h1>
      <p className={css.lead}>{t("arrive.firstRunText")}</p>
      <div className={css.ways}>
        <section className={css.way}>
          <h2 className={css.heading}>{t("arrive.create")}</h2>
          <p className={css.text}>{t("arrive.createText")}</p>
          <Button kind="primary" onClick={onCreate} wide>
            {t("arrive.create")}
          </Button>
        </section>
        <section className={css.way}>
          <h2 className={css.heading}>{t("arrive.joinOne")}</h2>
          <p className={css.text}>{t("arrive.joinText")}</p>
          <JoinForm onJoin={onJoin} />
        </section>
      </div>
    </div>
  );
}

function JoinForm({ onJoin }: { onJoin: (code: string) => void }) {
  const [pasted, setPasted] = useState("");
  const [error, setError] = useState<string | undefined>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = readInvite(pasted);
    if (typed.kind === "code") onJoin(typed.code);
    else if (typed.kind === "elsewhere") setError(t("arrive.inviteLinkElsewhere", { host: typed.host }));
    else setError(t(pasted.trim() === "" ? "arrive.inviteLinkMissing" : "arrive.inviteLinkWrong"));
  };
  return (
    <form className={css.form} noValidate onSubmit={submit}>
      <TextField
        autoCapitalize="none"
        autoComplete="off"
        error={error}
        label={t("arrive.inviteLink")}
        onChange={(value) => {
          setPasted(value);
          setError(undefined);
        }}
        placeholder={`${linkTo(paths.invite(""))}…`}
        spellCheck={false}
        value={pasted}
      />
      <Button type="submit" wide>
        {t("arrive.goOn")}
      </Button>
    </form>
  );
}
