import type { CSSProperties, ReactNode } from "react";
import type { WireEmbed } from "../../net/wire.ts";
import { t } from "../../text/t.ts";
import { Content } from "./Content.tsx";
import css from "./Embed.module.css";
import { fieldRows, hostOf, safeUrl } from "./embed.ts";
import { fullTime, messageTime } from "./time.ts";

/** What a bot shows beside its text. Pictures are links: nothing is loaded from other hosts. */
export function Embed({ embed }: { embed: WireEmbed }) {
  const { author, title, description, fields, footer, image, thumbnail } = embed;
  const bar: CSSProperties =
    embed.color === undefined
      ? {}
      : { borderInlineStartColor: `#${embed.color.toString(16).padStart(6, "0")}` };
  return (
    <section
      aria-label={title ? t("messages.embedOf", { title }) : t("messages.embed")}
      className={css.embed}
      style={bar}
    >
      {author && (
        <p className={css.author}>
          <MaybeLink url={author.url}>{author.name}</MaybeLink>
        </p>
      )}
      {title && (
        <div className={css.title}>
          {safeUrl(embed.url) ? <MaybeLink url={embed.url}>{title}</MaybeLink> : <Content text={title} />}
        </div>
      )}
      {description && (
        <div className={css.text}>
          <Content text={description} />
        </div>
      )}
      {fields && fields.length > 0 && <Fields fields={fields} />}
      <Picture kind="messages.image" url={image?.url} />
      <Picture kind="messages.thumbnail" url={thumbnail?.url} />
      <Footer embed={embed} text={footer?.text} />
    </section>
  );
}

function Fields({ fields }: { fields: NonNullable<WireEmbed["fields"]> }) {
  return (
    <dl className={css.fields}>
      {fieldRows(fields).flatMap((row, at) =>
        row.map((field, beside) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: fields have no name of their own
          <div className={css[`of${row.length}`]} key={`${at} ${beside}`}>
            <dt>
              <Content text={field.name} />
            </dt>
            <dd>
              <Content text={field.value} />
            </dd>
          </div>
        )),
      )}
    </dl>
  );
}

function Footer({ embed, text }: { embed: WireEmbed; text: string | undefined }) {
  const atMs = embed.timestamp === undefined ? Number.NaN : Date.parse(embed.timestamp);
  const timed = !Number.isNaN(atMs);
  if (!text && !timed) return null;
  return (
    <p className={css.footer}>
      {text}
      {text && timed && " · "}
      {timed && (
        <time dateTime={embed.timestamp} title={fullTime(atMs)}>
          {messageTime(atMs, Date.now())}
        </time>
      )}
    </p>
  );
}

function Picture({ kind, url }: { kind: "messages.image" | "messages.thumbnail"; url: string | undefined }) {
  const href = safeUrl(url);
  if (!href) return null;
  return (
    <p>
      <MaybeLink url={href}>{t(kind, { host: hostOf(href) })}</MaybeLink>
    </p>
  );
}

function MaybeLink({ url, children }: { url: string | undefined; children: ReactNode }) {
  const href = safeUrl(url);
  return href ? (
    <a href={href} rel="noopener noreferrer nofollow" target="_blank">
      {children}
    </a>
  ) : (
    children
  );
}
