import css from "./Kbd.module.css";

/** Keys as they stand on a keyboard: "Ctrl+K". */
export function Kbd({ keys }: { keys: string }) {
  const caps = keys.split(/\+(?!$)/);
  return (
    <kbd className={css.keys}>
      {caps.map((cap) => (
        <kbd className={css.cap} key={cap}>
          {cap}
        </kbd>
      ))}
    </kbd>
  );
}
