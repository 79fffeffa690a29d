/**
 * Which Engine API calls may stay open for long: streams, waits, stops with a grace period, hijacked connections.
 * Everything else is a short question that must be answered within a minute.
 */
export function isLongCall(method: string, path: string): boolean {
  const [route = "", query = ""] = path.replace(/^\/v\d+\.\d+/, "").split("?");
  if (/[?&]?(follow|stream)=(1|true)/.test(query)) return true;
  if (/^\/(events|build|session|commit|images\/(create|load|get|[^?]+\/(push|get)))$/.test(route)) return true;
  if (/^\/containers\/[^/]+\/(wait|stop|restart|attach|stats|export|archive|top\/ws|logs)$/.test(route)) return true;
  if (/^\/(exec\/[^/]+\/start|build\/prune|images\/prune|containers\/prune)$/.test(route)) return true;
  return method === "DELETE" && /^\/(images|containers|volumes)\//.test(route);
}
