/** A reply that is JSON already, in UTF-8; the route sends it as it is. */
export class Serialised {
  private constructor(readonly bytes: Buffer) {}

  static of(reply: unknown): Serialised {
    return new Serialised(Buffer.from(JSON.stringify(reply)));
  }
}
