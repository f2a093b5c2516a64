export async function writeSbom() { throw new Error('not yet'); }
