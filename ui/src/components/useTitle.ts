import { useEffect } from "react";

/** What the browser's tab says while this is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
