import type { PinChange, PinPlace, RunningHosts, StackVersions, UnreadPins, Versions } from "../model/versions.ts";
import { columnsOf, padded, row, type Screen, type Span, styled, widthOf } from "./layout.ts";
import { counted, timeOfDay } from "./words.ts";

/** A row of the table: its mark, its columns, and what hangs beside them. */
interface Line {
  readonly mark: Span;
  readonly cells: readonly string[];
  readonly text: string;
  /** Beside that where there is room, else below it. */
  readonly below?: string;
}

const markWidth = 6;
const indent = " ".repeat(markWidth);
/** With less room beside the columns, what stands there would be broken into pieces. */
const textWidth = 44;

/** Words beside the colours. */
const agrees: Span = "  ok  ";
const differs: Span = styled("red", "  !!  ");
const isUnknown: Span = styled("yellow", "  ?   ");

/** Every pin, what every stack runs, and below them what disagrees, each with what to type. */
export function versionsText(versions: Versions, screen: Screen): string {
  const { world, observedAt } = versions;
  return [
    ...row(screen, [styled("bold", "Versions")], [`  ${world}, observed ${timeOfDay(observedAt)}`]),
    ...row(screen, [styled("bold", "pins")], ["  in the repositories' default branches"]),
    ...lines([...versions.pins.map((pin) => pinLine(pin, versions)), ...unreadLines(versions.unread)], screen),
    ...row(screen, [styled("bold", "stacks")], ["  what each is to run, and what its hosts tell that they run"]),
    ...lines(versions.stacks.flatMap(stackLines), screen),
    ...conclusion(versions, screen),
  ].join("\n");
}

/** In columns; where the screen is too narrow for them, each row as lines of its own. */
function lines(all: readonly Line[], screen: Screen): string[] {
  const count = Math.max(0, ...all.map(({ cells }) => cells.length));
  const columns = Array.from({ length: count }, (_, index) => index);
  const widths = columns.map((index) => Math.max(0, ...all.map(({ cells }) => widthOf(cells[index] ?? ""))) + 2);
  const labelWidth = widths.reduce((sum, width) => sum + width, markWidth);
  const isRoomy = labelWidth + textWidth <= columnsOf(screen);
  return all.flatMap((line) => (isRoomy ? wide(line, widths, screen) : narrow(line, screen)));
}

function wide({ mark, cells, text, below = "" }: Line, widths: readonly number[], screen: Screen): string[] {
  const label = [mark, ...widths.map((width, index) => padded(cells[index] ?? "", width))];
  const isOneLine = widthOf(...label, text, "  ", below) <= columnsOf(screen);
  if (below !== "" && isOneLine) return row(screen, label, [text, "  ", styled("dim", below)]);
  return [...row(screen, label, [text]), ...belowLines(below, screen)];
}

function narrow({ mark, cells, text, below = "" }: Line, screen: Screen): string[] {
  const told = row(screen, [mark], [cells.filter((cell) => cell !== "").join("  ")]);
  return [...told, ...row(screen, [indent], [text]), ...belowLines(below, screen)];
}

function belowLines(below: string, screen: Screen): string[] {
  return below === "" ? [] : row(screen, [indent], [styled("dim", below)]);
}

/** `mesos-base  mesos  1.9.0  dockerfiles mesos-base/Dockerfile:3  3f2a1b0 2026-10-01 J. Doe: Bump mesos-base` */
function pinLine({ edit, of, value, repository, file, line, change }: PinPlace, { usual }: Versions): Line {
  const last = change ? changeText(change) : "last change unknown";
  const mark = value === usual ? agrees : differs;
  return { mark, cells: [edit, of, value], text: `${repository} ${file}:${line}`, below: last };
}

function changeText({ sha, at, author, title }: PinChange): string {
  return `${sha.slice(0, 7)} ${at.slice(0, 10)} ${author}: ${title}`;
}

/** Without network all of them fail alike: what differs in nothing but the repository's name is told once. */
function unreadLines(unread: readonly UnreadPins[]): readonly Line[] {
  const shapes = unread.map(({ repository, error }) => error.replaceAll(repository, "?"));
  return unread.map(({ repository, edit, error }, index) => {
    const first = unread[shapes.indexOf(shapes[index] ?? "")];
    const why = first && shapes.indexOf(shapes[index] ?? "") < index ? `as ${first.repository}` : error;
    return { mark: isUnknown, cells: [edit ?? repository, "", "not read"], text: `${repository}: ${why}` };
  });
}

function stackLines(look: StackVersions): readonly Line[] {
  const { stack, loaded, pinned, running, error, isUnmade } = look;
  const wanted = pinned ?? loaded;
  const pin = pinned === undefined ? "its pin was not read, " : "";
  const loads = { mark: pinned === loaded ? agrees : pinned === undefined ? isUnknown : differs };
  const unmade = isUnmade ? "; the stack has no hosts: it is not made" : "";
  const head = {
    ...loads,
    cells: [stack, "pinned", pinned ?? "?"],
    text: `${pin}this console has loaded ${loaded}${unmade}`,
  };
  const failed = error === undefined ? [] : [{ mark: isUnknown, cells: [stack, "running", "not read"], text: error }];
  return [head, ...running.map((hosts) => hostsLine(stack, wanted, hosts)), ...failed];
}

/** Those that run what they should are counted, the others named. */
function hostsLine(stack: string, wanted: string, { type, version, hosts }: RunningHosts): Line {
  const count = counted(hosts.length, "host");
  if (version === wanted) return { mark: agrees, cells: [stack, type, version], text: count };
  const text = `${count}: ${hosts.join(", ")}`;
  if (version === undefined) return { mark: isUnknown, cells: [stack, type, "not told"], text };
  return { mark: differs, cells: [stack, type, version], text };
}

function conclusion({ disagreements, unread, stacks, usual, pins }: Versions, screen: Screen): string[] {
  const missing = unread.length + stacks.filter(({ error }) => error !== undefined).length;
  const holes =
    missing === 0
      ? ""
      : `; ${missing} could not be read, so that nothing is proven of ${missing === 1 ? "it" : "them"}`;
  const agreeing = `everything that was read agrees: ${counted(pins.length, "pin")} at ${usual ?? "none"}${holes}`;
  if (disagreements.length === 0) return row(screen, [missing === 0 ? agrees : isUnknown], [agreeing]);
  return disagreements.flatMap(({ what, next }) => [
    ...row(screen, [differs], [what]),
    ...row(screen, ["        next  "], [next]),
  ]);
}
