//! Networks of IP addresses.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// One address or a CIDR net (`10.0.0.0/8`, `fd00::/8`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct IpNet {
    address: IpAddr,
    prefix_bits: u32,
}

/// No address and no net, or a net whose address has bits beyond its prefix: `10.0.0.1/8` may mean one host or sixteen million.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoNet;

impl IpNet {
    pub fn contains(&self, address: IpAddr) -> bool {
        // An IPv4 client of an IPv6 listener has a mapped address.
        let address = address.to_canonical();
        address.is_ipv4() == self.address.is_ipv4() && (bits(address) ^ bits(self.address)) & mask(self.prefix_bits) == 0
    }
}

/// The address's bits, from the highest.
fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(address.to_bits()) << 96,
        IpAddr::V6(address) => address.to_bits(),
    }
}

fn mask(prefix_bits: u32) -> u128 {
    !u128::MAX.checked_shr(prefix_bits).unwrap_or(0)
}

impl FromStr for IpNet {
    type Err = NoNet;

    fn from_str(text: &str) -> Result<Self, NoNet> {
        let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
        let address = address.parse::<IpAddr>().map_err(|_| NoNet)?;
        // One IPv4 address may be written as IPv6; of a net the prefix would mean something else.
        let address = if prefix.is_none() { address.to_canonical() } else { address };
        let bits_max = if address.is_ipv4() { 32 } else { 128 };
        let prefix_bits = prefix.map_or(Ok(bits_max), str::parse).map_err(|_| NoNet)?;
        if prefix_bits > bits_max || bits(address) & !mask(prefix_bits) != 0 {
            return Err(NoNet);
        }
        Ok(Self { address, prefix_bits })
    }
}

impl fmt::Display for IpNet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.address, self.prefix_bits) {
            (IpAddr::V4(address), 32) => address.fmt(f),
            (IpAddr::V6(address), 128) => address.fmt(f),
            (address, bits) => write!(f, "{address}/{bits}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(net: &str, address: &str) -> bool {
        net.parse::<IpNet>().unwrap().contains(address.parse().unwrap())
    }

    #[test]
    fn net_holds_what_shares_its_prefix_and_nothing_else() {
        assert!(holds("127.0.0.1", "127.0.0.1") && !holds("127.0.0.1", "127.0.0.2"));
        assert!(holds("10.0.0.0/8", "10.255.0.1") && !holds("10.0.0.0/8", "11.0.0.1"));
        assert!(holds("192.0.2.128/25", "192.0.2.129") && !holds("192.0.2.128/25", "192.0.2.127"));
        assert!(holds("2001:db8::/32", "2001:db8:ffff::1") && !holds("2001:db8::/32", "2001:db9::1"));
        assert!(holds("0.0.0.0/0", "192.0.2.1") && !holds("0.0.0.0/0", "::1") && holds("::/0", "::1"));
    }

    #[test]
    fn mapped_address_is_its_ipv4_address() {
        assert!(holds("10.0.0.0/8", "::ffff:10.1.2.3") && holds("::ffff:10.1.2.3", "10.1.2.3"));
    }

    #[test]
    fn what_is_no_net_or_has_bits_beyond_its_prefix_is_refused() {
        for text in ["", "localhost", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.1/8", "fe80::1/64", "1.2.3.4:80", "/8"] {
            assert_eq!(text.parse::<IpNet>(), Err(NoNet), "{text}");
        }
    }

    #[test]
    fn net_is_shown_as_it_is_written() {
        for text in ["127.0.0.1", "10.0.0.0/8", "::1", "fd00::/8", "0.0.0.0/0"] {
            assert_eq!(text.parse::<IpNet>().unwrap().to_string(), text);
        }
    }
}
