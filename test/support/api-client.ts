export type Problem = { status: number; code: string; title: string; errors: { path: string; message: string }[] };

/** A refused call, with the problem document the API answered. */
class ApiProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem, call: string) {
    super(`${call}: ${problem.status} ${problem.code}: ${problem.title}`);
    this.problem = problem;
  }
}

export type ApiClient = {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  /** From what is stored in this instant, unless `body` names the revision. */
  put<T>(path: string, body: object): Promise<T>;
  patch<T>(path: string, body: object): Promise<T>;
  delete(path: string): Promise<void>;
};

/** Speaks to `/api/v1` as a person's script would: a bearer token and JSON. */
export function apiClient(url: string, token: string): ApiClient {
  const call = async ({ method, path, body }: { method: string; path: string; body?: unknown }) => {
    const headers: Record<string, string> = { authorization: `Bearer ${token}` };
    if (body !== undefined) headers["content-type"] = "application/json";
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const answer = await fetch(`${url}/api/v1${path}`, init);
    const text = await answer.text();
    if (!answer.ok) throw new ApiProblem(JSON.parse(text), `${method} ${path}`);
    return text === "" ? undefined : JSON.parse(text);
  };
  const save = async ({ method, path, body }: { method: string; path: string; body: object }) => {
    const { revision } = "revision" in body ? body : await call({ method: "GET", path });
    return call({ method, path, body: { revision, ...body } });
  };
  return {
    get: (path) => call({ method: "GET", path }),
    post: (path, body = {}) => call({ method: "POST", path, body }),
    put: (path, body) => save({ method: "PUT", path, body }),
    patch: (path, body) => save({ method: "PATCH", path, body }),
    delete: (path) => call({ method: "DELETE", path }),
  };
}
