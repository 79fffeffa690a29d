export type LogLevel = "error" | "warn" | null;

/** Only the beginning tells: a line may be as long as a file. */
const looked = 400;
const nothingWrong = /\b(?:no|0|without) (?:errors?|warnings?)\b|\b(?:errors?|warnings?)\b ?[:=] ?0\b/gi;
const bad = /\b(?:error|errors|fatal|panic|exception|traceback|critical)\b|\berr!|\[err\]/i;
const thrown = /\b[A-Za-z]{0,60}[a-z](?:Error|Exception)\b/;
const doubtful = /\b(?:warn|warning|warnings|deprecated)\b/i;

/** How bad a line sounds, by its words. What says that nothing was wrong is neither. */
export function levelOf(text: string): LogLevel {
  const words = text.slice(0, looked).replace(nothingWrong, "");
  if (bad.test(words) || thrown.test(words)) return "error";
  return doubtful.test(words) ? "warn" : null;
}
