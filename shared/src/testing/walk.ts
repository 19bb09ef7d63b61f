import type { ErrorCode } from '../contract/errors';
import type { Business } from '../engine/declaration';
import type { CaseState } from '../engine/states';
import type { Move, WalkPath, WalkStep } from './moves';

/** What a move led to: the state the case settled in, or the code it was refused with. */
export type Played = { state: CaseState; note?: string } | { refused: ErrorCode };

/** Plays moves against a running platform. One player plays one path. */
export interface WalkPlayer {
  prepare(business: Business, path: WalkPath): Promise<void>;
  /** `expected` is the state to settle in: the player waits for work in the background before it answers. */
  play(move: Move, expected: CaseState): Promise<Played>;
  /** Undoes what would disturb the next path: department modes, limits. */
  finish(): Promise<void>;
}

export interface PathResult {
  path: WalkPath;
  passed: boolean;
  steps: Array<{ step: WalkStep; ok: boolean; got: string; note?: string }>;
  /** Set when the path could not be played at all. */
  error?: string;
  ms: number;
}

/** Short words for one move, for reports. */
export function moveText(move: Move): string {
  const { do: action, ...rest } = move;
  const more = Object.values(rest).join(' ');
  return more ? `${action} ${more}` : action;
}

/** Plays one path; stops at the first difference from the declaration. */
export async function walk(
  business: Business,
  path: WalkPath,
  player: WalkPlayer,
  report?: (line: PathResult['steps'][number]) => void,
): Promise<PathResult> {
  const begun = Date.now();
  const result: PathResult = { path, passed: true, steps: [], ms: 0 };
  try {
    await player.prepare(business, path);
    for (const step of path.steps) {
      const played = await player.play(step.move, step.state);
      const got = 'refused' in played ? played.refused : played.state;
      const line = {
        step,
        ok: got === (step.refused ?? step.state),
        got,
        ...('note' in played && played.note ? { note: played.note } : {}),
      };
      result.steps.push(line);
      report?.(line);
      if (!line.ok) {
        result.passed = false;
        break;
      }
    }
  } catch (error) {
    result.passed = false;
    result.error = error instanceof Error ? error.message : String(error);
  } finally {
    await player.finish().catch((error: unknown) => {
      result.passed = false;
      result.error ??= `finish: ${String(error)}`;
    });
    result.ms = Date.now() - begun;
  }
  return result;
}
