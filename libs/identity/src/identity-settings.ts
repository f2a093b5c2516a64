/** What the strategies need to know of the deployment. */
export class IdentitySettings {
  constructor(
    /** Whether the public origin is https: decides cookie names and the Secure attribute. */
    readonly secureCookies: boolean,
  ) {}
}
