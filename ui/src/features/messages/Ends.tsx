import { Hash, UserPlus } from "lucide-react";
import { memo } from "react";
import { Banner } from "../../components/Banner.tsx";
import { Button } from "../../components/Button.tsx";
import { Icon } from "../../components/Icon.tsx";
import { Skeleton } from "../../components/Skeleton.tsx";
import { VisuallyHidden } from "../../components/VisuallyHidden.tsx";
import { useActions, useStore } from "../../engine/hooks.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import { t } from "../../text/t.ts";
import css from "./Ends.module.css";
import { useList } from "./listContext.ts";

/** What stands above the oldest and below the newest row has one height, whatever it says: nothing moves when it changes. */
export const TOP_REM = 11;
export const BOTTOM_REM = 8;

/** Above the first row: the channel begins here, or more is coming. */
export const Top = memo(function Top({
  channelId,
  hasOlder,
  failed,
  isEmpty,
}: {
  channelId: Snowflake;
  hasOlder: boolean;
  failed: boolean;
  isEmpty: boolean;
}) {
  if (failed) return <Failed channelId={channelId} />;
  return hasOlder ? <Shapes count={3} /> : <Beginning channelId={channelId} isEmpty={isEmpty} />;
});

/** Below the last row, where newer ones were not loaded. */
export function Bottom({ channelId, failed }: { channelId: Snowflake; failed: boolean }) {
  return failed ? <Failed channelId={channelId} /> : <Shapes count={2} />;
}

/** Nothing has come yet. */
export function Loading() {
  return (
    <div className={css.loading}>
      <div role="status">
        <VisuallyHidden>{t("messages.loading")}</VisuallyHidden>
      </div>
      <Shapes count={12} />
    </div>
  );
}

export function Failed({ channelId }: { channelId: Snowflake }) {
  const actions = useActions();
  return (
    <div className={css.failed}>
      <Banner kind="danger">
        {t("messages.failed")}{" "}
        <Button onClick={() => actions.retryLoad(channelId)}>{t("messages.retry")}</Button>
      </Banner>
    </div>
  );
}

/** Where nobody has written yet there may be nobody to write to: people can be asked in. */
function Beginning({ channelId, isEmpty }: { channelId: Snowflake; isEmpty: boolean }) {
  const { onInvite } = useList();
  const name = useStore((state) => state.channels[channelId]?.name);
  const topic = useStore((state) => state.channels[channelId]?.topic);
  if (name === undefined) return null;
  return (
    <div className={css.beginning}>
      <div className={css.head}>
        <span className={css.disc}>
          <Icon of={Hash} size="lg" />
        </span>
        {isEmpty && onInvite && (
          <Button icon={UserPlus} kind="primary" onClick={onInvite}>
            {t("messages.invite")}
          </Button>
        )}
      </div>
      <h2 className={css.title}>{t("messages.beginning", { channel: name })}</h2>
      <p className={css.text}>
        {topic
          ? t("messages.beginningTopic", { channel: name, topic })
          : t("messages.beginningText", { channel: name })}
      </p>
    </div>
  );
}

const WIDTHS = ["62%", "38%", "80%", "47%", "70%", "30%"] as const;

/** Messages without their words. */
function Shapes({ count }: { count: number }) {
  return (
    <div aria-hidden className={css.shapes}>
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <div className={css.shape} key={index}>
          <Skeleton height="2.5rem" round width="2.5rem" />
          <div className={css.lines}>
            <Skeleton height="0.875rem" width="7rem" />
            <Skeleton height="0.875rem" width={WIDTHS[index % WIDTHS.length]} />
          </div>
        </div>
      ))}
    </div>
  );
}
