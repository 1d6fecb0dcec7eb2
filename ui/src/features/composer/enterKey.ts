/** Whether Enter breaks the line: on a screen's keyboard nobody can hold Shift for that. Where there is a mouse there are keys. */
export function enterBreaks(): boolean {
  return matchMedia("(pointer: coarse)").matches && !matchMedia("(any-pointer: fine)").matches;
}
