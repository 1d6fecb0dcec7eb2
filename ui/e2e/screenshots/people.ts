/** Who is in the pictures: invented, all of them. */

export interface Figure {
  readonly username: string;
  readonly shown: string;
  readonly status: "online" | "idle" | "dnd" | null;
}

/** Who looks at the screens. */
export const READER: Figure = { username: "mara", shown: "Mara Lindqvist", status: null };

/** Who talks: among them a name that runs from right to left, one with an emoji, and one as long as may be. */
export const TALKERS = {
  tomas: { username: "tomas", shown: "Tomás Echeverría", status: "online" },
  aoife: { username: "aoife", shown: "Aoife Brannigan", status: "online" },
  kenji: { username: "kenji", shown: "Kenji Watanabe", status: "idle" },
  okonkwo: { username: "okonkwo", shown: "Inês Okonkwo", status: "dnd" },
  layla: { username: "layla", shown: "ليلى الحداد", status: "online" },
  juno: { username: "juno", shown: "Juno 🌿 Park", status: "online" },
  bart: { username: "bartholomew.f", shown: "Bartholomew Featherstonehaugh-Ng", status: "idle" },
  ruth: { username: "ruth", shown: "Ruth Adeyemi", status: null },
  pavel: { username: "pavel", shown: "Pavel Dvořák", status: null },
} as const satisfies Record<string, Figure>;

export type Talker = keyof typeof TALKERS;

const FIRST = [
  "Ada Alma Amara Anton Astrid Bahar Bruno Carmen Chidi Dagny Daria Davor Elif Emeka Esther Farid Freya Gael",
  "Greta Hana Hugo Ilse Imran Iris Jonas Jun Kaia Kofi Lars Leonor Lin Lucía Malik Marit Mateo Mei Nadia Nils",
  "Noor Oona Otto Paloma Petra Quim Rafael Rana Sander Signe Sofia Tariq Thea Tuva Uma Vera Wanda Yara Yusuf Zoë",
].flatMap((line) => line.split(" "));
const LAST = [
  "Abara Aalto Berg Brandt Castel Cho Dahl Demir Engel Farkas Fontaine Garrido Haddad Holm Ito Jansen Kowal Laine",
  "Lund Mbeki Moreau Nakano Novak Okafor Olsen Pereira Quist Rahman Rossi Sand Silva Tanaka Uddin Vance Weiss Yilmaz",
].flatMap((line) => line.split(" "));
const STATUSES = ["online", null, "online", null, "idle", null, "online", "dnd", null, null] as const;

/** Others, each with a name of their own: a third is here. */
export function crowd(count: number): readonly Figure[] {
  return Array.from({ length: count }, (_, at) => {
    const first = FIRST[(at * 7) % FIRST.length] ?? "";
    const last = LAST[(at * 11 + Math.floor(at / FIRST.length) * 5) % LAST.length] ?? "";
    const status = STATUSES[at % STATUSES.length] ?? null;
    return { username: `guest.${at}`, shown: `${first} ${last}`, status };
  });
}
