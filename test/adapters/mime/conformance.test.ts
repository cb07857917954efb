import { createMime } from '../../../src/main/adapters/mime/mime.ts'
import { mimeConformance } from '../../conformance/mime.ts'

mimeConformance('own reader, nodemailer’s composer', createMime())
