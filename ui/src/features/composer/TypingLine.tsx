import { useStore } from "../../engine/hooks.ts";
import type { Snowflake } from "../../net/snowflake.ts";
import { typingNames } from "../../state/select/typing.ts";
import { t } from "../../text/t.ts";
import css from "./Composer.module.css";

/** Who is writing. Its room is always there: it pushes nothing. */
export function TypingLine({ channelId }: { channelId: Snowflake }) {
  const names = useStore((state) => typingNames(state, channelId));
  return (
    <div className={css.typing}>
      {names.length > 0 && (
        <>
          <span aria-hidden className={css.dots}>
            <i />
            <i />
            <i />
          </span>
          {typingText(names)}
        </>
      )}
    </div>
  );
}

function typingText(names: readonly string[]): string {
  const [first = "", second = "", third = ""] = names;
  switch (names.length) {
    case 1:
      return t("composer.typing1", { first });
    case 2:
      return t("composer.typing2", { first, second });
    case 3:
      return t("composer.typing3", { first, second, third });
    default:
      return t("composer.typingMany");
  }
}
