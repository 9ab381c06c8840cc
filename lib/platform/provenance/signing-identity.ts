import 'server-only'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'

/** With what downloads are signed: ECDSA on P-256. */
export type SigningIdentity = {
  /** PKCS #8, DER. */
  privateKey: Uint8Array
  certificate: X509Certificate
  /** Those that vouch for it, nearest first. */
  chain: X509Certificate[]
}

export type IdentityFiles = { certificate: string; key: string }

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const VALID_YEARS = 10
const DAY_MS = 86_400_000

/** @throws Error when the files cannot be read or hold something else. */
export async function readSigningIdentity(files: IdentityFiles): Promise<SigningIdentity> {
  const [certificates, key] = await Promise.all([readFile(files.certificate, 'utf8'), readFile(files.key, 'utf8')])
  const [certificate, ...chain] = PemConverter.decode(certificates).map((der) => new X509Certificate(der))
  const [privateKey] = PemConverter.decode(key)
  if (!certificate || !privateKey) throw new Error('The certificate or the key for content credentials is empty.')
  return { privateKey: new Uint8Array(privateKey), certificate, chain }
}

/**
 * The identity of this installation in a folder, made on first use: a root of its own and a certificate signed by it, because
 * the C2PA specification (14.5) refuses certificates that sign themselves. Nobody but this installation knows the root, so
 * viewers say that the signer is unknown.
 */
export async function ownSigningIdentity(folder: string): Promise<SigningIdentity> {
  const files = { certificate: path.join(folder, 'certificates.pem'), key: path.join(folder, 'key.pem') }
  try {
    return await readSigningIdentity(files)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  const identity = await makeIdentity()
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // The certificate is written last, and both appear whole: a crash between leaves a key that is replaced.
  await writeWhole(files.key, PemConverter.encode(new Uint8Array(identity.privateKey), 'PRIVATE KEY'))
  await writeWhole(files.certificate, [identity.certificate, ...identity.chain].map((each) => each.toString('pem')).join('\n'))
  return identity
}

async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

async function makeIdentity(): Promise<SigningIdentity> {
  const notBefore = new Date(Date.now() - DAY_MS)
  const notAfter = new Date(Date.now() + VALID_YEARS * 365 * DAY_MS)
  const [rootKeys, keys] = await Promise.all([makeKeys(), makeKeys()])
  const root = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: serialNumber(),
      name: 'CN=Maquette installation root, O=Maquette',
      notBefore,
      notAfter,
      signingAlgorithm: ALGORITHM,
      keys: rootKeys,
      extensions: [
        new BasicConstraintsExtension(true, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
        await SubjectKeyIdentifierExtension.create(rootKeys.publicKey, false, crypto),
      ],
    },
    crypto,
  )
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber: serialNumber(),
      subject: 'CN=Maquette installation, O=Maquette',
      issuer: root.subject,
      notBefore,
      notAfter,
      signingAlgorithm: ALGORITHM,
      publicKey: keys.publicKey,
      signingKey: rootKeys.privateKey,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.emailProtection], false),
        await SubjectKeyIdentifierExtension.create(keys.publicKey, false, crypto),
        await AuthorityKeyIdentifierExtension.create(rootKeys.publicKey, false, crypto),
      ],
    },
    crypto,
  )
  const privateKey = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey))
  return { privateKey, certificate, chain: [root] }
}

const makeKeys = (): Promise<CryptoKeyPair> => crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])

const serialNumber = (): string =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(16)))
    .toString('hex')
    .replace(/^./, '1')
