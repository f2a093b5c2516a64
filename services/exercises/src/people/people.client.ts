/** Who people are, asked of auth on its internal port. */
export abstract class PeopleClient {
  /** Display names by id, of those that auth knows. @throws unavailable */
  abstract names(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
