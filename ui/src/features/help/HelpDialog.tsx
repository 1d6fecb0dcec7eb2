import { Dialog } from "../../components/Dialog.tsx";
import { Kbd } from "../../components/Kbd.tsx";
import { comboShown, combosOf, keyIds, registry, type Scope } from "../../keys/registry.ts";
import { help } from "../../text/help.ts";
import { addTexts, t } from "../../text/t.ts";
import css from "./HelpDialog.module.css";

addTexts(help);

const SCOPES: readonly Scope[] = ["app", "lists", "messages", "composer"];

/** All keys, as the registry has them. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog onClose={onClose} reads size="lg" title={t("help.title")}>
      <div className={css.scopes}>
        {SCOPES.map((scope) => (
          <section key={scope}>
            <h3 className={css.heading}>{t(`help.scope.${scope}`)}</h3>
            <dl>
              {keyIds
                .filter((id) => registry[id].scope === scope)
                .map((id) => (
                  <div className={css.row} key={id}>
                    <dt className={css.text}>{t(`help.key.${id}`)}</dt>
                    <dd className={css.combos}>
                      {combosOf(id).map((combo, index) => (
                        <span className={css.combo} key={combo}>
                          {index > 0 && <span className={css.or}>{t("help.or")}</span>}
                          <Kbd keys={comboShown(combo)} />
                        </span>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
