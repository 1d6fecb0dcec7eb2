/** The icon on the browser's tab, with what waits drawn into it. */

const SIDE = 64;
const MOST = 99;

let mark: Promise<HTMLImageElement> | null = null;
let wanted = "";

/** Draws `mentions`, or a dot where something is unread. The newest call wins. */
export function showInFavicon(mentions: number, unread: boolean): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (!link) return;
  link.dataset.plain ??= link.href;
  const plain = link.dataset.plain;
  const text = mentions > 0 ? String(Math.min(mentions, MOST)) : "";
  const now = text === "" && !unread ? "plain" : `dot ${text}`;
  if (now === wanted) return;
  wanted = now;
  if (now === "plain") {
    put(link, "image/svg+xml", plain);
    return;
  }
  mark ??= loaded(plain);
  mark.then(
    (image) => wanted === now && put(link, "image/png", drawn(image, text) ?? plain),
    () => {
      mark = null;
      wanted = "";
    },
  );
}

function put(link: HTMLLinkElement, type: string, href: string): void {
  link.type = type;
  link.href = href;
}

async function loaded(url: string): Promise<HTMLImageElement> {
  const image = new Image(SIDE, SIDE);
  image.src = url;
  await image.decode();
  return image;
}

function drawn(image: HTMLImageElement, text: string): string | null {
  const canvas = document.createElement("canvas");
  canvas.width = SIDE;
  canvas.height = SIDE;
  const context = canvas.getContext("2d");
  if (!context) return null;
  context.drawImage(image, 0, 0, SIDE, SIDE);
  const radius = text === "" ? SIDE * 0.2 : SIDE * 0.32;
  const x = SIDE - radius;
  const y = SIDE - radius;
  // The ground shows between mark and badge, whatever colour the tab has.
  context.globalCompositeOperation = "destination-out";
  disc(context, x, y, radius + SIDE * 0.05);
  context.globalCompositeOperation = "source-over";
  context.fillStyle = colorOf("--color-badge");
  disc(context, x, y, radius);
  if (text !== "") {
    context.fillStyle = colorOf("--color-badge-text");
    context.font = `bold ${SIDE * (text.length > 1 ? 0.38 : 0.5)}px system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(text, x, y + SIDE * 0.03);
  }
  return canvas.toDataURL("image/png");
}

function disc(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

/** What a token is in the theme of now. */
function colorOf(token: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
