/** Any class, also one whose constructor is private. */
export interface Class {
  readonly name: string;
  readonly prototype: object;
}
