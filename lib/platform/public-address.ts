import { BlockList, isIP } from 'node:net'

/**
 * Addresses that are not of the public internet: the special-purpose registries of IANA (RFC 6890 and its updates), which
 * hold private networks, loopback, link-local with the metadata services of clouds, carrier-grade NAT, multicast and the
 * rest that nobody outside can mean.
 */
const NOT_PUBLIC_V4: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

/** Of IPv6 only global unicast is public at all, and of that these parts are not, or lead to an IPv4 address inside them. */
const GLOBAL_UNICAST: [string, number] = ['2000::', 3]
const NOT_PUBLIC_V6: readonly [string, number][] = [
  // Teredo, benchmarking, ORCHID and the other protocol assignments.
  ['2001::', 23],
  ['2001:db8::', 32],
  // 6to4 holds any IPv4 address.
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
]

const listOf = (subnets: readonly [string, number][], family: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList()
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, family)
  return list
}

const notPublicV4 = listOf(NOT_PUBLIC_V4, 'ipv4')
const globalUnicast = listOf([GLOBAL_UNICAST], 'ipv6')
const notPublicV6 = listOf(NOT_PUBLIC_V6, 'ipv6')

/**
 * Whether an address, as a resolver gives it, is one of the public internet. IPv4 inside of IPv6 (mapped, NAT64, 6to4,
 * Teredo) never is: whoever means an IPv4 address can write one.
 */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !notPublicV4.check(address, 'ipv4')
    case 6:
      // A zone (`fe80::1%eth0`) names an interface of this machine.
      return !address.includes('%') && globalUnicast.check(address, 'ipv6') && !notPublicV6.check(address, 'ipv6')
    default:
      return false
  }
}

/** Hosts and networks that the operator allows although they are not public. */
export type AllowedHosts = { names: ReadonlySet<string>; covers: (address: string) => boolean }

/**
 * Reads `hooks.internal, 10.20.0.0/16, 127.0.0.1`: names and addresses exactly, networks in CIDR notation.
 * @throws Error that names what cannot be read.
 */
export function readAllowedHosts(text: string): AllowedHosts {
  const names = new Set<string>()
  const networks = new BlockList()
  for (const entry of text.split(/[\s,]+/).filter((part) => part !== '')) {
    const [network = '', prefix, more] = entry.split('/')
    const address = network.replace(/^\[(.*)\]$/, '$1')
    const version = isIP(address)
    const family = version === 6 ? 'ipv6' : 'ipv4'
    if (version === 0) {
      if (prefix !== undefined || !/^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(entry))
        throw new Error(`“${entry}” is neither a host name, an address nor a network.`)
      names.add(entry.toLowerCase())
    } else if (prefix === undefined) {
      networks.addAddress(address, family)
    } else {
      const bits = Number(prefix)
      if (more !== undefined || !/^\d{1,3}$/.test(prefix) || bits > (version === 6 ? 128 : 32))
        throw new Error(`“${entry}” is not a network such as 10.20.0.0/16.`)
      networks.addSubnet(address, bits, family)
    }
  }
  return {
    names,
    covers: (address) => {
      const version = isIP(address)
      return version !== 0 && !address.includes('%') && networks.check(address, version === 6 ? 'ipv6' : 'ipv4')
    },
  }
}
