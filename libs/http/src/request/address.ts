import ipaddr from 'ipaddr.js';

function parse(address: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  return ipaddr.isValid(address) ? ipaddr.process(address) : null;
}

/** `203.0.113.0/24` or `2001:db8:1::/48`; `unknown` for what is no address. */
export function addressPrefix(address: string): string {
  const parsed = parse(address);
  if (parsed === null) return 'unknown';
  const bits = parsed.kind() === 'ipv4' ? 24 : 48;
  const kind = parsed.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${kind.networkAddressFromCIDR(`${parsed.toString()}/${bits}`).toString()}/${bits}`;
}

/** What a stranger's limit counts: an IPv4 address, or the /64 that one IPv6 subscriber commonly holds. */
export function limitKey(address: string): string {
  const parsed = parse(address);
  if (parsed === null) return 'unknown';
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString();
}

/** Whether an address lies in one of the CIDR ranges; plain addresses count as ranges of one. */
export function addressIn(address: string, ranges: readonly string[]): boolean {
  const parsed = parse(address);
  if (parsed === null) return false;
  return ranges.some((range) => {
    const [network, bits] = range.includes('/') ? ipaddr.parseCIDR(range) : [ipaddr.process(range), undefined];
    if (network.kind() !== parsed.kind()) return false;
    const length = bits ?? (network.kind() === 'ipv4' ? 32 : 128);
    return (parsed as ipaddr.IPv4).match(network as ipaddr.IPv4, length);
  });
}
