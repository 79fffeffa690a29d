/** Work that goes one after the other, of one team: a source's deliveries, a channel's alerts, questions to one repository. */
export type Lane = { key: string; team: string };

/**
 * Which of the waiting lanes begin now: of the team that has the fewest at work, the one that waits longest. A team takes another slot
 * only while more are free than it holds, so that whoever comes next finds one, however many lanes of one team hang. `waiting` comes in
 * the order of waiting; what is at work already is left out.
 */
export function nextLanes<L extends Lane>(
  waiting: readonly L[],
  atWork: readonly Lane[],
  { atOnce }: { atOnce: number },
): L[] {
  const busy = new Set(atWork.map(({ key }) => key));
  const held = new Map<string, number>();
  const takeTurn = (team: string) => {
    const turn = held.get(team) ?? 0;
    held.set(team, turn + 1);
    return turn;
  };
  for (const { team } of atWork) takeTurn(team);
  const turns = waiting.flatMap((lane) => {
    if (busy.has(lane.key)) return [];
    busy.add(lane.key);
    return [{ lane, turn: takeTurn(lane.team) }];
  });
  const begun: L[] = [];
  for (const { lane, turn } of turns.sort((a, b) => a.turn - b.turn)) {
    const free = atOnce - atWork.length - begun.length;
    if (turn < free) begun.push(lane);
  }
  return begun;
}
