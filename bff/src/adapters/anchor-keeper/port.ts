import { DepartmentAnswer } from '../answer';

/** Keeps the anchors of the action log (审计锚点存证) where this platform cannot take them away again. */
export interface AnchorKeeperPort {
  /** Refusals: `conflict` – it already keeps another line with this number. The same line again is fine. */
  keep(anchor: { number: number; line: string }): Promise<DepartmentAnswer<{ number: number }>>;
  /** Lines with numbers above `after` in their order, at most 500. */
  kept(after: number): Promise<DepartmentAnswer<{ lines: string[] }>>;
}
