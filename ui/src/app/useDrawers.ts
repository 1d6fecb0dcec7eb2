import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { flushSync } from "react-dom";
import { useLocation } from "wouter";
import { focusRegion, type Region, regionAfter, regionOf, regionsIn } from "./regions.ts";
import { membersHidden, rememberMembersHidden } from "./remembered.ts";

/** Which column is open over the messages, where there is no room beside them. */
export type Drawer = "none" | "side" | "members";

/** As in Shell.module.css: below, the column is a drawer. */
const MEMBERS_DRAWER = "(width < 900px)";
const SIDE_DRAWER = "(width < 640px)";

const isNarrow = (query: string) => matchMedia(query).matches;

function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => isNarrow(query));
}

function drawerOf(region: Region): Drawer {
  if (region === "members" && isNarrow(MEMBERS_DRAWER)) return "members";
  if ((region === "servers" || region === "channels") && isNarrow(SIDE_DRAWER)) return "side";
  return "none";
}

export interface Drawers {
  readonly drawer: Drawer;
  /** Whether members can be seen now: as a column or as a drawer. */
  readonly membersOpen: boolean;
  /** There is no room for a column of members. */
  readonly membersFloat: boolean;
  readonly openSide: () => void;
  readonly close: () => void;
  readonly toggleMembers: () => void;
  /** Moves the focus to the region after the one that has it. */
  readonly goRound: (step: 1 | -1) => void;
}

/** The columns at the sides: which are shown, which stand over the messages, and where the focus goes with them. */
export function useDrawers(): Drawers {
  const [open, setDrawer] = useState<Drawer>("none");
  const [hidden, setHidden] = useState(membersHidden);
  const membersFloat = useMedia(MEMBERS_DRAWER);
  const sideFloats = useMedia(SIDE_DRAWER);
  const isDrawer = (open === "members" && membersFloat) || (open === "side" && sideFloats);
  const drawer = isDrawer ? open : "none";
  const [path] = useLocation();

  // Who chose a channel wants to read it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what it is about
  useEffect(() => setDrawer("none"), [path]);
  // What a wider window has put beside the messages does not stand over them when it is narrow again.
  useEffect(() => {
    if (!isDrawer) setDrawer("none");
  }, [isDrawer]);

  const enter = useCallback((region: Region) => {
    // What was hidden, or out of reach, takes the focus when it is drawn; and at once, for the next key may come soon.
    flushSync(() => setDrawer(drawerOf(region)));
    focusRegion(document, region);
  }, []);

  const goRound = useCallback(
    (step: 1 | -1) => {
      const next = regionAfter(regionOf(document.activeElement), step, regionsIn(document));
      if (next) enter(next);
    },
    [enter],
  );

  const close = useCallback(() => {
    flushSync(() => setDrawer("none"));
    focusRegion(document, "messages");
  }, []);

  const toggleMembers = useCallback(() => {
    if (membersFloat) {
      if (drawer === "members") close();
      else enter("members");
      return;
    }
    setHidden(!hidden);
    rememberMembersHidden(!hidden);
  }, [drawer, hidden, membersFloat, enter, close]);

  const openSide = useCallback(() => enter("channels"), [enter]);
  const membersOpen = membersFloat ? drawer === "members" : !hidden;
  return { drawer, membersOpen, membersFloat, openSide, close, toggleMembers, goRound };
}
