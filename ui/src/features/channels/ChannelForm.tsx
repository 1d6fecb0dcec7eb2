import { Folder, Hash } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { Banner } from "../../components/Banner.tsx";
import { Button } from "../../components/Button.tsx";
import { Dialog } from "../../components/Dialog.tsx";
import { RadioGroup } from "../../components/RadioGroup.tsx";
import { SelectField } from "../../components/SelectField.tsx";
import { TextArea } from "../../components/TextArea.tsx";
import { TextField } from "../../components/TextField.tsx";
import type { Refused } from "../../engine/actions.ts";
import { useStore } from "../../engine/hooks.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import { channelTree } from "../../state/select/guilds.ts";
import { t } from "../../text/t.ts";
import css from "./ChannelForm.module.css";
import { channelName, finishedName } from "./channelName.ts";

export interface ChannelFormValue {
  readonly kind: "text" | "category";
  readonly name: string;
  readonly topic: string;
  readonly parentId: Snowflake | null;
}

interface Props {
  readonly title: string;
  readonly submit: string;
  readonly guildId: Snowflake;
  readonly value: ChannelFormValue;
  readonly onChange: (value: ChannelFormValue) => void;
  readonly withKind: boolean;
  readonly busy: boolean;
  readonly refused: Refused | null;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
}

const NAME_MAX = 100;
const TOPIC_MAX = 1024;
/** What the server may refuse by name. */
const FIELDS: readonly (keyof ChannelFormValue)[] = ["name", "topic", "parentId"];

/** What a channel or category is called, and where it stands. */
export function ChannelForm(props: Props) {
  const { title, submit, value, onChange, withKind, busy, refused, onSubmit, onClose } = props;
  const form = useId();
  const [missing, setMissing] = useState(false);
  const isText = value.kind === "text";
  const send = (event: FormEvent) => {
    event.preventDefault();
    const name = isText ? finishedName(value.name) : value.name.trim();
    if (name === "") setMissing(true);
    else onSubmit();
  };
  const rename = (typed: string) => {
    setMissing(false);
    onChange({ ...value, name: isText ? channelName(typed) : typed });
  };
  const named = FIELDS.some((field) => refused?.fields[field] !== undefined);
  return (
    <Dialog
      footer={
        <>
          <Button onClick={onClose}>{t("channels.cancel")}</Button>
          <Button busy={busy} form={form} kind="primary" type="submit">
            {submit}
          </Button>
        </>
      }
      onClose={onClose}
      title={title}
    >
      <form className={css.form} id={form} noValidate onSubmit={send}>
        {refused && !named && <Banner kind="danger">{refused.message}</Banner>}
        {withKind && (
          <RadioGroup
            label={t("channels.kind")}
            onChange={(kind) => onChange({ ...value, kind })}
            options={kinds()}
            value={value.kind}
          />
        )}
        <TextField
          autoCapitalize="off"
          autoComplete="off"
          autoFocus
          error={missing ? t("channels.nameNeeded") : refused?.fields.name}
          hint={isText ? t("channels.nameHint") : undefined}
          label={t("channels.name")}
          maxLength={NAME_MAX}
          onChange={rename}
          value={value.name}
        />
        {isText && <OfTextChannel {...props} />}
      </form>
    </Dialog>
  );
}

function kinds() {
  return [
    { value: "text", label: t("channels.kindText"), hint: t("channels.kindTextHint"), icon: Hash },
    {
      value: "category",
      label: t("channels.kindCategory"),
      hint: t("channels.kindCategoryHint"),
      icon: Folder,
    },
  ] as const;
}

function OfTextChannel({ guildId, value, onChange, refused }: Props) {
  const groups = useStore((state) => channelTree(state, guildId));
  const categories = groups.flatMap(({ category }) => category ?? []);
  return (
    <>
      {categories.length > 0 && (
        <SelectField
          error={refused?.fields.parentId}
          label={t("channels.parent")}
          onChange={(id) => onChange({ ...value, parentId: id === "" ? null : id })}
          options={[
            { value: "", label: t("channels.noParent") },
            ...categories.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={value.parentId ?? ""}
        />
      )}
      <TextArea
        error={refused?.fields.topic}
        hint={t("channels.topicHint")}
        label={t("channels.topic")}
        maxLength={TOPIC_MAX}
        onChange={(topic) => onChange({ ...value, topic })}
        value={value.topic}
      />
    </>
  );
}
