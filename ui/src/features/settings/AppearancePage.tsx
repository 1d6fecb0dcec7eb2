import { Monitor, Moon, Sun } from "lucide-react";
import { RadioGroup } from "../../components/RadioGroup.tsx";
import { useTheme } from "../../components/useTheme.ts";
import { t } from "../../text/t.ts";
import { Section } from "./Section.tsx";

/** What the client looks like in this browser. */
export function AppearancePage() {
  const [theme, choose] = useTheme();
  return (
    <Section text={t("settings.themeText")}>
      <RadioGroup
        label={t("settings.theme")}
        onChange={choose}
        options={[
          {
            value: "system",
            label: t("settings.system"),
            hint: t("settings.systemHint"),
            icon: Monitor,
          },
          { value: "light", label: t("settings.light"), icon: Sun },
          { value: "dark", label: t("settings.dark"), icon: Moon },
        ]}
        value={theme}
      />
    </Section>
  );
}
