import { WifiOff } from "lucide-react";
import { Button } from "../../components/Button.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { t } from "../../text/t.ts";

/** Why a page has nothing to show. */
export function LoadFailed({ message, onRetry }: { message: string; onRetry: () => void }) {
  return (
    <EmptyState icon={WifiOff} level={3} title={message}>
      <Button onClick={onRetry}>{t("settings.tryAgain")}</Button>
    </EmptyState>
  );
}
