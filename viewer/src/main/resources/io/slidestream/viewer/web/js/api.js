// Asks the server, and says in words what went wrong.
export class Problem extends Error {
  constructor(status, detail, work = {}) {
    super(detail);
    this.status = status;
    this.tiles = work.tiles; // where more are asked for than usual, and nobody has confirmed it
    this.seconds = work.seconds;
  }
}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Problem(0, "The connection to the viewer is lost.");
  }
  if (answer.status === 401) location.href = "/sign-in";
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Problem(answer.status, problem.detail ?? "The viewer answered " + answer.status + ".", problem);
  }
  return answer;
}

export const getJson = async (path) => (await ask(path)).json();
export const getBytes = async (path) => (await ask(path)).arrayBuffer();
export const check = (path) => ask(path);
export const remove = (path) => ask(path, { method: "DELETE" });
export const post = (path, body = {}) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
