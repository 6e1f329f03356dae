// Checks of a receipt file's two signatures, after docs/formats/receipt.md and docs/formats/log.md: the log's, over the
// head of a tree in which the checkpoint is a leaf, and the customer's, over the checkpoint's root. What the records add
// up to is another check: `./tallystick verify`.

import { createHash, createPublicKey, verify } from 'node:crypto';

const SPKI_OF_ED25519 = Buffer.from('302a300506032b6570032100', 'hex');
const CHECKPOINT = Buffer.of(6);

/** The name, key id and Ed25519 key (also as bare Base64) of a vkey: name+id+base64 of a type byte and 32 bytes. */
function parsed(vkey) {
  const [, name, id, text] = /^(.+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(vkey.trim());
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 33 || bytes[0] !== 1) {
    throw new Error(`${vkey} is no Ed25519 key.`);
  }
  const key = createPublicKey({
    key: Buffer.concat([SPKI_OF_ED25519, bytes.subarray(1)]),
    format: 'der',
    type: 'spki',
  });
  return { name, id, key, raw: bytes.subarray(1).toString('base64') };
}

const rootOf = (receipt) => Buffer.from(receipt.proofRoot.slice(2), 'hex');
const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const node = (left, right) => sha256(Buffer.of(1), left, right);

/** The tree's root to which an inclusion proof leads (RFC 9162, 2.1.3.2). */
function ledTo(leaf, index, size, path) {
  let [fn, sn, hash] = [index, size - 1n, leaf];
  for (const next of path) {
    if (sn === 0n) {
      return null;
    }
    if (fn % 2n === 1n || fn === sn) {
      hash = node(next, hash);
      while (fn % 2n === 0n && fn !== 0n) {
        [fn, sn] = [fn / 2n, sn / 2n];
      }
    } else {
      hash = node(hash, next);
    }
    [fn, sn] = [fn / 2n, sn / 2n];
  }
  return index < size && sn === 0n ? hash : null;
}

/** The log's signature over a head that covers this checkpoint, or null if there is none by this key. */
export function sealedBy(receipt, vkey) {
  const log = parsed(vkey);
  const [proof, text, lines] = receipt.inclusion.split('\n\n');
  const [, index, ...path] = proof.split('\n');
  const [origin, size, root] = text.split('\n');
  const leaf = sha256(Buffer.of(0), CHECKPOINT, rootOf(receipt));
  const hashes = path.map((hash) => Buffer.from(hash, 'base64'));
  const reached = ledTo(leaf, BigInt(index.slice('index '.length)), BigInt(size), hashes);
  if (origin !== log.name || reached?.toString('base64') !== root) {
    return null;
  }
  for (const line of lines.split('\n')) {
    const [, name, base64] = line.split(' ');
    const signed = Buffer.from(base64 ?? '', 'base64');
    const signature = signed.subarray(4);
    if (name === log.name && signed.subarray(0, 4).toString('hex') === log.id) {
      return verify(null, Buffer.from(`${text}\n`), log.key, signature) ? signature.toString('base64') : null;
    }
  }
  return null;
}

/** The signature over this checkpoint's root by the customer with this public key (Base64 of 32 bytes), or null. */
export function countersignedBy(receipt, publicKey) {
  const message = Buffer.concat([Buffer.from('tallystick:countersign:v1'), rootOf(receipt)]);
  const found = receipt.countersignatures.find(({ customerKey, signature }) => {
    const { raw, key } = parsed(customerKey);
    return raw === publicKey && verify(null, message, key, Buffer.from(signature, 'base64'));
  });
  return found?.signature ?? null;
}
