import { useId } from "react";
import { Icon, type IconType } from "./Icon.tsx";
import css from "./RadioGroup.module.css";

export interface RadioOption<T extends string> {
  value: T;
  label: string;
  hint?: string | undefined;
  icon?: IconType | undefined;
}

export interface RadioGroupProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: readonly RadioOption<T>[];
}

/** One of a few that are worth seeing all. */
export function RadioGroup<T extends string>({ label, value, onChange, options }: RadioGroupProps<T>) {
  const name = useId();
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>{label}</legend>
      {options.map((option) => (
        <label className={css.option} key={option.value}>
          <input
            checked={option.value === value}
            className={css.input}
            name={name}
            onChange={() => onChange(option.value)}
            type="radio"
            value={option.value}
          />
          {option.icon && <Icon of={option.icon} />}
          <span className={css.text}>
            {option.label}
            {option.hint && <span className={css.hint}>{option.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
