import { error } from "@sveltejs/kit";
import { ApiError } from "./api-error.ts";
import { networkProblem, readProblem } from "./problem.ts";

const teamKey = "fairlead.team";

/** The team this browser looks at; null lets the control plane choose the first. */
export function chosenTeam(): string | null {
  try {
    return localStorage.getItem(teamKey);
  } catch {
    return null;
  }
}
export function chooseTeam(id: string | null): void {
  if (id) localStorage.setItem(teamKey, id);
  else localStorage.removeItem(teamKey);
}

/** The one fetch of the interface: names the team and turns silence into an error like any other. */
export async function fetchApi(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const headers = new Headers(init?.headers);
  const team = chosenTeam();
  if (team) headers.set("X-Fairlead-Team", team);
  try {
    return await fetch(input, { ...init, headers, credentials: "same-origin" });
  } catch (cause) {
    if (init?.signal?.aborted) throw cause;
    throw new ApiError(networkProblem());
  }
}

/** Throws the problem of an answer that is not a success. */
export async function check(response: Response): Promise<Response> {
  if (response.ok) return response;
  const body: unknown = await response.json().catch(() => null);
  throw new ApiError(readProblem(response.status, body));
}

/** For `load`: whatever is refused becomes the error page with its sentence; that page leads to sign-in where one is signed out. */
export async function loaded<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem;
    error(problem.status >= 400 ? problem.status : 503, {
      message: problem.message,
      code: problem.code,
      requestId: problem.requestId,
    });
  }
}
