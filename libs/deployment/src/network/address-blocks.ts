import ipaddr from 'ipaddr.js';

export const isBlock = (text: string): boolean => ipaddr.isValidCIDR(text);

/**
 * Whether an address lies in a CIDR block. The families never mix, and 10.0.0.7/8 means 10.0.0.0/8 as it does for the API server.
 * @throws Error where either is none
 */
export function blockHolds(cidr: string, address: string): boolean {
  const [network, bits] = ipaddr.parseCIDR(cidr);
  const wanted = ipaddr.parse(address);
  return network.kind() === wanted.kind() && wanted.match([network, bits]);
}

/** Whether every address of the inner block lies in the outer one. @throws Error where either is none */
export function blockHoldsBlock(outer: string, inner: string): boolean {
  const [network, bits] = ipaddr.parseCIDR(inner);
  return ipaddr.parseCIDR(outer)[1] <= bits && blockHolds(outer, network.toString());
}

function shifted(address: string, by: number): string {
  const bytes = ipaddr.parse(address).toByteArray();
  let carry = by;
  for (let at = bytes.length - 1; at >= 0 && carry !== 0; at -= 1) {
    const sum = (bytes[at] ?? 0) + carry;
    bytes[at] = ((sum % 256) + 256) % 256;
    carry = Math.floor(sum / 256);
  }
  return ipaddr.fromByteArray(bytes).toString();
}

const lastOf = (cidr: string): string => {
  const [network, bits] = ipaddr.parseCIDR(cidr);
  const bytes = network.toByteArray().map((byte, at) => byte | (255 >> Math.min(8, Math.max(0, bits - at * 8))));
  return ipaddr.fromByteArray(bytes).toString();
};

/** An address inside a block that is neither its first nor, where there is room, its last. */
export function addressInside(cidr: string): string {
  const [network, bits] = ipaddr.parseCIDR(cidr);
  const first = bits === 0 ? network.toString() : (network.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6).networkAddressFromCIDR(cidr).toString();
  return bits >= network.toByteArray().length * 8 - 1 ? first : shifted(first, 1);
}

/** The address that follows a block: the nearest one that a block one bit too wide may let in. Null where nothing follows. */
export function addressAfter(cidr: string): string | null {
  const last = lastOf(cidr);
  const next = shifted(last, 1);
  return ipaddr.parse(last).toByteArray().every((byte) => byte === 255) ? null : next;
}
