/** A full DNS name in small letters: labels of up to 63 characters, 253 in all as text (RFC 1035, "Size limits"). */
export const DNS_NAME =
  /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/;
