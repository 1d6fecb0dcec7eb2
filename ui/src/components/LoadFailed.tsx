import { WifiOff } from "lucide-react";
import { t } from "../text/t.ts";
import { Button } from "./Button.tsx";
import { EmptyState } from "./EmptyState.tsx";

/** Why there is nothing to show. */
export function LoadFailed({ message, onRetry }: { message: string; onRetry: () => void }) {
  return (
    <EmptyState icon={WifiOff} level={3} title={message}>
      <Button onClick={onRetry}>{t("components.tryAgain")}</Button>
    </EmptyState>
  );
}
