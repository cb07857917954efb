// The package's types name the built-in module only; its own file is what Node and the bundler both resolve.
declare module 'punycode/punycode.js' {
  const punycode: { toASCII(domain: string): string; toUnicode(domain: string): string }
  export default punycode
}
