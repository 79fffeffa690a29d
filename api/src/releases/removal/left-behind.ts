// pure

type Named = { id: string; name: string };
type Place = { name: string; host: string | null };

const serverName = ({ name, host }: Place) => (host ? `${name} (${host})` : name);

/** What stays on servers that were given up. */
export const leftBehind = ({ id, name }: Named, places: readonly Place[]): string[] => [
  ...places.flatMap((place) => [
    `On ${serverName(place)}: every container and image labelled with ${id} (${name}). Where they run, they go on running.`,
    `On ${serverName(place)}: its volumes, and whatever it wrote there. Nothing removes these.`,
  ]),
  "The proxy's routes to it, until the server is reached again.",
  "When such a server is connected again within a year, as itself or as a new one of this team, its containers and images are removed there.",
];
