import { activityWords } from './activity.ts'
import { answerWords } from './answers.ts'
import { configurationWords } from './configuration.ts'
import { viewerWords } from './viewer.ts'
import { policyWords } from './policy.ts'
import { workspacesWords } from './workspaces.ts'
import { backupsWords } from './backups.ts'
import { asideWords } from './aside.ts'
import { checklistWords } from './checklist.ts'
import { expiryWords } from './expiry.ts'
import { goliveWords } from './golive.ts'
import { itemsWords } from './items.ts'
import { lintWords } from './lint.ts'
import { migrationWords } from './migration.ts'
import { migrationScreenWords } from './migrationScreen.ts'
import { outboxWords } from './outbox.ts'
import { practiceWords } from './practice.ts'
import { catalogueWords } from './catalogue.ts'
import { processesWords } from './processes.ts'
import { alertsWords } from './alerts.ts'
import { retentionWords } from './retention.ts'
import { resumingWords } from './resuming.ts'
import { rewritesWords } from './rewrites.ts'
import { updatesWords } from './updates.ts'
import { proxyWords } from './proxy.ts'
import { provingWords } from './proving.ts'
import { routesWords } from './routes.ts'
import { shadowWords } from './shadow.ts'
import { routeEditorWords } from './routeEditor.ts'
import { sheetWords } from './sheets.ts'
import { companiesWords } from './companies.ts'
import { hostWords } from './hosts.ts'
import { refusalWords } from './refusals.ts'
import { inputWords } from './input.ts'
import { clientCertificateWords } from './clientCertificate.ts'
import { connectorWords } from './connector.ts'
import { oauthWords } from './oauth.ts'
import { mailworkWords } from './mailwork.ts'
import { needWords } from './needs.ts'
import { diagnosisWords } from './diagnosis.ts'
import { stateWords } from './states.ts'
import { appWords } from './app.ts'
import { connectorEditorWords } from './connectorEditor.ts'
import { connectorsWords } from './connectors.ts'
import { diagnoseWords } from './diagnose.ts'
import { firstRunWords } from './firstRun.ts'
import { overviewWords } from './overview.ts'
import { settingsWords } from './settings.ts'
import { cliWords } from './cli.ts'
import { demoWords } from './demo.ts'

/** The English catalogue: one file a subject. */
export const en = {
  ...stateWords,
  ...refusalWords,
  ...diagnosisWords,
  ...inputWords,
  ...clientCertificateWords,
  ...connectorWords,
  ...oauthWords,
  ...mailworkWords,
  ...needWords,
  ...hostWords,
  ...activityWords,
  ...answerWords,
  ...asideWords,
  ...backupsWords,
  ...retentionWords,
  ...alertsWords,
  ...workspacesWords,
  ...policyWords,
  ...viewerWords,
  ...configurationWords,
  ...itemsWords,
  ...lintWords,
  ...migrationWords,
  ...migrationScreenWords,
  ...shadowWords,
  ...outboxWords,
  ...practiceWords,
  ...processesWords,
  ...catalogueWords,
  ...resumingWords,
  ...rewritesWords,
  ...provingWords,
  ...proxyWords,
  ...updatesWords,
  ...routesWords,
  ...routeEditorWords,
  ...companiesWords,
  ...sheetWords,
  ...appWords,
  ...connectorEditorWords,
  ...connectorsWords,
  ...diagnoseWords,
  ...firstRunWords,
  ...overviewWords,
  ...settingsWords,
  ...cliWords,
  ...demoWords,
  ...checklistWords,
  ...expiryWords,
  ...goliveWords,
}
