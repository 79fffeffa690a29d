/** What stays on a server that is given up, told before it is. */
export const staysThere = (what: string, server: string): string[] => [
  `Leaves the containers and images of ${what} on ${server}: where they run, they go on running`,
  `Leaves the routes of its proxy there until ${server} is connected again`,
  "Leaves volumes there for good: nothing removes them",
  `Should ${server} be connected again within a year, the containers and images are removed there`,
];
