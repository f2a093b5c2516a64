{{/* Deployments with their Services and accounts. Jobs are in _jobs.tpl, clamd in its own chart, which uses the parts here. */}}

{{/* All of a chart's ServiceAccounts, Services and Deployments. */}}
{{- define "practika.deployments" -}}
{{- $root := . -}}
{{- range $name, $c := include "practika.components" . | fromYaml }}
{{- if eq $c.kind "Deployment" }}
{{- $of := dict "root" $root "c" $c }}
{{ include "practika.serviceAccount" $of }}
{{ include "practika.service" $of }}
{{ include "practika.deployment" $of }}
{{- end }}
{{- end }}
{{- end }}

{{/* One account for each component, with no rights and no token. (dict "root" "c") */}}
{{- define "practika.serviceAccount" -}}
{{- $hook := dict -}}
{{- with .c.hook }}{{ $hook = include "practika.hook" . | fromYaml }}{{ end -}}
{{- $ofChart := .root.Values.serviceAccount | default dict -}}
{{- $ofComponent := .c.values.serviceAccount | default dict -}}
{{- $annotations := merge (dict) ($ofComponent.annotations | default dict) ($ofChart.annotations | default dict) -}}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  {{- include "practika.metadata" (dict "root" .root "name" .c.fullname "component" .c.name "annotations" $annotations "hook" $hook) | nindent 2 }}
automountServiceAccountToken: false
{{- end }}

{{/* A Service's port is the container's port: some network plugins judge by the one, some by the other. (dict "root" "c") */}}
{{- define "practika.service" -}}
---
apiVersion: v1
kind: Service
metadata:
  {{- include "practika.metadata" (dict "root" .root "name" .c.service "component" .c.name) | nindent 2 }}
spec:
  type: ClusterIP
  {{- if .c.headless }}
  # For Prometheus alone: nobody calls a worker.
  clusterIP: None
  {{- end }}
  selector:
    {{- include "practika.selectorLabels" (dict "root" .root "component" .c.name) | nindent 4 }}
  ports:
    {{- range $name, $port := .c.ports }}
    - name: {{ $name }}
      port: {{ $port }}
      targetPort: {{ $name }}
      protocol: TCP
    {{- end }}
{{- end }}

{{/* (dict "root" "c") */}}
{{- define "practika.deployment" -}}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  {{- include "practika.metadata" (dict "root" .root "name" .c.fullname "component" .c.name) | nindent 2 }}
spec:
  {{- if not (include "practika.isScaled" .c) }}
  replicas: {{ .c.values.replicas | int }}
  {{- end }}
  revisionHistoryLimit: 3
  # A new pod is ready before an old one goes.
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
  selector:
    matchLabels:
      {{- include "practika.selectorLabels" (dict "root" .root "component" .c.name) | nindent 6 }}
  template:
    metadata:
      {{- include "practika.podMetadata" . | nindent 6 }}
    spec:
      {{- include "practika.podSpec" . | nindent 6 }}
      terminationGracePeriodSeconds: {{ .c.values.terminationGracePeriodSeconds | int }}
      containers:
        {{- include "practika.container" . | nindent 8 }}
      volumes:
        {{- include "practika.volumes" . | nindent 8 }}
{{- end }}

{{/* (dict "root" "c") */}}
{{- define "practika.podMetadata" -}}
labels:
  {{- include "practika.podLabels" . | nindent 2 }}
{{- $annotations := deepCopy (.c.values.podAnnotations | default dict) }}
{{- with .c.budget }}{{ $_ := set $annotations "practika.dev/job-budget-seconds" (. | int | toString) }}{{ end }}
{{- with $annotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* What all pods have, hooks and tests too. (dict "root" "c") */}}
{{- define "practika.podSpec" -}}
{{- $v := .c.values -}}
serviceAccountName: {{ .c.fullname }}
automountServiceAccountToken: false
enableServiceLinks: false
{{- if ne .root.Chart.Name "clamav" }}
# The kernel keeps signals from the first process of a container until it listens, which Node does seconds after its start: a pod that is
# deleted before would stay for its whole grace. Here the first process is the pod's own, and there is one container to share with.
shareProcessNamespace: true
{{- end }}
securityContext:
  {{- include "practika.podSecurity" . | nindent 2 }}
{{- with .root.Values.global.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with $v.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $v.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $v.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $v.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if include "practika.isLasting" .c }}{{ include "practika.spread" . }}{{ end }}
{{- end }}

{{/* The values name where to spread; whom to count is said here, so that it cannot be forgotten. (dict "root" "c") */}}
{{- define "practika.spread" -}}
{{- with .c.values.topologySpread }}
topologySpreadConstraints:
  {{- range . }}
  - {{ toYaml . | nindent 4 | trim }}
    labelSelector:
      matchLabels:
        {{- include "practika.selectorLabels" (dict "root" $.root "component" $.c.name) | nindent 8 }}
    {{- if eq $.c.kind "Deployment" }}
    # Old and new pods of a rollout are spread apart from each other.
    matchLabelKeys: [pod-template-hash]
    {{- end }}
  {{- end }}
{{- end }}
{{- end }}
