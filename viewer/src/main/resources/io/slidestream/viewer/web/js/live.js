// Follows one slide while it is mapped. A page that is hidden gives its connection back and takes up later where it was.
export function follow(id, { slide, cells, end, lost }) {
  let position = "";
  let events = null;

  function open() {
    events = new EventSource(`/api/v1/slides/${id}/events?from=${position}`);
    events.addEventListener("slide", (event) => slide(JSON.parse(event.data)));
    events.addEventListener("cells", (event) => {
      const anew = position.split(":")[0] !== event.lastEventId.split(":")[0];
      position = event.lastEventId;
      cells(unpacked(event.data), anew);
    });
    events.addEventListener("end", () => {
      stop();
      end();
    });
    events.onopen = () => lost(false);
    events.onerror = () => lost(true);
  }

  function turn() {
    events?.close();
    events = null;
    if (!document.hidden) open();
  }

  function stop() {
    document.removeEventListener("visibilitychange", turn);
    events?.close();
  }

  document.addEventListener("visibilitychange", turn);
  turn();
  return stop;
}

function unpacked(text) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes.buffer;
}
