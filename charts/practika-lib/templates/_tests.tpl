{{/*
`helm test`: the platform can be reached by who may (test-reach), and by nobody else (test-canary). Both are programs of a few
lines in an image that is there already, and say in plain words what is wrong.
*/}}

{{- define "practika.tests" -}}
{{- $root := . -}}
{{- range $name, $c := include "practika.components" . | fromYaml }}
{{- $of := dict "root" $root "c" $c "program" (include (printf "practika.program.%s" $name) $root) }}
{{ include "practika.serviceAccount" $of }}
{{ include "practika.testPod" $of }}
{{- end }}
{{- if and .Values.tests.enabled .Values.global.networkPolicy.enabled }}
{{- $peers := include "practika.ownPods" (dict "root" . "name" "practika" "component" "test-reach") }}
{{- $rule := include "practika.rule" (dict "side" "from" "peers" $peers "ports" (list 8000)) }}
{{- $selector := dict "app.kubernetes.io/instance" .Release.Name }}
{{ include "practika.policy" (dict "root" . "prefix" (include "practika.fullname" .) "edge" "from-test" "selector" $selector "group" "edge-target" "byGroup" true "types" (list "Ingress") "rule" $rule) }}
{{- end }}
{{- end }}

{{/* (dict "root" "c" "program") */}}
{{- define "practika.testPod" -}}
---
apiVersion: v1
kind: Pod
metadata:
  {{- $hook := include "practika.hook" (dict "events" "test" "weight" .c.weight "logs" "hook-succeeded,hook-failed") | fromYaml }}
  name: {{ .c.fullname }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "practika.podLabels" . | nindent 4 }}
    app.kubernetes.io/managed-by: {{ .root.Release.Service }}
    helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
  annotations:
    {{- toYaml $hook | nindent 4 }}
spec:
  {{- include "practika.podSpec" . | nindent 2 }}
  restartPolicy: Never
  activeDeadlineSeconds: 300
  terminationGracePeriodSeconds: 5
  containers:
    - name: test
      image: {{ include "practika.image" (dict "root" .root "image" .root.Values.tests.image) }}
      imagePullPolicy: {{ include "practika.pullPolicy" (dict "root" .root "image" .root.Values.tests.image) }}
      command: ["/nodejs/bin/node", "--input-type=module", "--eval"]
      args:
        - |
          {{- .program | nindent 10 }}
      resources:
        {{- toYaml .root.Values.tests.resources | nindent 8 }}
      securityContext:
        {{- include "practika.containerSecurity" . | nindent 8 }}
      terminationMessagePolicy: FallbackToLogsOnError
      volumeMounts:
        - name: tmp
          mountPath: /tmp
  volumes:
    - name: tmp
      emptyDir:
        sizeLimit: 16Mi
{{- end }}

{{/* Services of the platform that are installed, and the one that answers people's browsers. */}}
{{- define "practika.entrances" -}}
{{- $root := . -}}
{{- $names := list -}}
{{- range tuple "auth" "exercises" "media" "consent" "web" }}{{ if (get $root.Values .).enabled }}{{ $names = append $names (printf "%s-%s" $root.Release.Name .) }}{{ end }}{{ end -}}
{{- toJson $names -}}
{{- end }}

{{- define "practika.program.test-reach" -}}
// Each entrance answers over HTTP. What it answers does not matter here: a 401 is an answer.
const entrances = {{ include "practika.entrances" . }};
const patience = 60_000;
const began = Date.now();
const failed = [];
for (const name of entrances) {
  let last;
  for (;;) {
    try {
      const { status } = await fetch(`http://${name}:8000/`, { redirect: 'manual', signal: AbortSignal.timeout(5_000) });
      console.log(`${name}:8000 answers (${status}).`);
      break;
    } catch (error) {
      last = error.cause?.code ?? error.name;
      if (Date.now() - began > patience) {
        failed.push(name);
        console.error(`${name}:8000 does not answer (${last}). ${last === 'ENOTFOUND' || last === 'EAI_AGAIN'
          ? 'Its name could not be looked up: check global.networkPolicy.dns against where the DNS of this cluster is.'
          : 'Either no pod of it is ready (kubectl get pods), or the network lets nobody in who may (kubectl describe networkpolicy {{ .Release.Name }}-from-test).'}`);
        break;
      }
      await new Promise((done) => setTimeout(done, 2_000));
    }
  }
}
process.exit(failed.length === 0 ? 0 : 1);
{{- end }}

{{- define "practika.program.test-canary" -}}
// This pod may ask the DNS and nothing else. Whatever else it reaches, anybody who breaks into a pod reaches too.
import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
const targets = [
  ['kubernetes.default.svc', 443],
  ...{{ include "practika.entrances" . }}.flatMap((name) => [[name, 8000], ...(name.endsWith('-web') ? [] : [[name, 8001]]), [name, 9464]]),
];
const reached = ([host, port]) => new Promise((done) => {
  const socket = connect({ host, port });
  const end = (outcome) => { socket.destroy(); done(outcome); };
  socket.setTimeout(4_000, () => end(false));
  socket.once('connect', () => end(true));
  socket.once('error', () => end(false));
});
try {
  await lookup('kubernetes.default.svc');
} catch (error) {
  console.error(`Names cannot be looked up (${error.code}): check global.networkPolicy.dns against where the DNS of this cluster is.`);
  process.exit(1);
}
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
// A plugin may need some seconds before it holds a new pod to its policies: what counts is what is open after that.
let open = [];
for (let turn = 0; turn < 3; turn += 1) {
  await wait(turn === 0 ? 5_000 : 10_000);
  open = (await Promise.all(targets.map(async (target) => ((await reached(target)) ? [target.join(':')] : [])))).flat();
  if (open.length === 0) break;
}
if (open.length === 0) {
  console.log(`Nothing of ${targets.length} addresses can be reached by who may not: the network plugin enforces NetworkPolicies.`);
} else {
  console.error(`The network plugin of this cluster does not enforce NetworkPolicies: a pod that may ask the DNS and nothing else reached ${open.join(', ')}.`);
  console.error('The policies of this release are installed and have no effect: every pod of the cluster can reach the databases and the virus scanner.');
  console.error('Install a plugin that enforces them (Calico, Cilium, kindnet of kind 0.24 or later, the VPC CNI with its policy agent switched on), then run this test again.');
  process.exit(1);
}
{{- end }}
