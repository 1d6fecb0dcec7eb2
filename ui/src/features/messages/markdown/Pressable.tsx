import type { KeyboardEvent, ReactNode } from "react";

export interface PressableProps {
  readonly className: string | undefined;
  readonly onPress: (element: HTMLElement) => void;
  readonly children: ReactNode;
}

/** A button that goes over the end of a line as words do: a <button> is one box, which a long name would push out of the view. */
export function Pressable({ className, onPress, children }: PressableProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see above
    <span
      className={className}
      onClick={(event) => onPress(event.currentTarget)}
      onKeyDown={byKey(onPress)}
      role="button"
      tabIndex={0}
    >
      {children}
    </span>
  );
}

/** What a button does by itself: Enter and Space press it. */
export function byKey(onPress: (element: HTMLElement) => void) {
  return (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    onPress(event.currentTarget);
  };
}
