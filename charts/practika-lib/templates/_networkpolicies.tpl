{{/*
What may be connected: all is shut in both directions, then one policy for each edge and side, by the groups that pods are in
(sg.practika.dev/<group>, as one would be in a security group). Hooks live before anything else is there at the first
installation, so their policies are hooks too and come before them.
*/}}

{{- define "practika.networkPolicies" -}}
{{- if .Values.global.networkPolicy.enabled }}
{{- $root := . -}}
{{- $fullname := include "practika.fullname" . -}}
{{- $lasting := list -}}{{- $hooks := list -}}
{{- range $name, $c := include "practika.components" . | fromYaml -}}
{{- if $c.hook }}{{ $hooks = append $hooks $name -}}{{ include "practika.hookPolicies" (dict "root" $root "c" $c) }}{{ else }}{{ $lasting = append $lasting $c }}{{ end -}}
{{- end }}
{{- if $lasting }}
{{- $selector := include "practika.selectorLabels" (dict "root" .) | fromYaml }}
{{ include "practika.policySet" (dict "root" . "prefix" $fullname "selector" $selector "byGroup" true "without" $hooks "components" $lasting) }}
{{- end }}
{{- end }}
{{- end }}

{{/* A Job or a test is let out to what it is for, and nobody in. (dict "root" "c") */}}
{{- define "practika.hookPolicies" -}}
{{- $selector := include "practika.selectorLabels" (dict "root" .root "component" .c.name) | fromYaml }}
{{- include "practika.policySet" (dict "root" .root "prefix" .c.fullname "selector" $selector "byGroup" false "components" (list .c) "component" .c.name "hook" (include "practika.hook" .c.hook | fromYaml)) }}
{{- end }}

{{/* (dict "root" "prefix" "selector" "byGroup" "components" "hook" "component") */}}
{{- define "practika.policySet" -}}
{{- $set := . -}}
{{- $from := list -}}{{- $to := list -}}{{- $calls := list -}}
{{- range .components }}
{{- $from = concat $from (.from | default list) }}{{ $to = concat $to .to }}{{ $calls = concat $calls (.calls | default list) -}}
{{- end }}
{{ include "practika.policy" (merge (dict "edge" "default-deny" "types" (list "Ingress" "Egress")) $set) }}
{{- range $from | uniq | sortAlpha }}
{{ include "practika.policyFrom" (merge (dict "id" .) $set) }}
{{- end }}
{{- range $to | uniq | sortAlpha }}
{{ include "practika.policyTo" (merge (dict "id" .) $set) }}
{{- end }}
{{- range $calls | uniq | sortAlpha }}
{{- $peers := include "practika.ownPods" (dict "root" $set.root "name" . "component" "api") }}
{{ include "practika.policy" (merge (dict "edge" (printf "to-internal-%s" .) "group" (printf "internal-%s-client" .) "types" (list "Egress") "rule" (include "practika.rule" (dict "side" "to" "peers" $peers "ports" (list 8001)))) $set) }}
{{- end }}
{{- $isTest := eq (dig "events" "" ((first .components).hook | default dict)) "test" }}
{{- if not $isTest }}
{{- include "practika.extraPolicies" $set }}
{{- end }}
{{- end }}

{{/* Rules as the values give them, for what no chart can know. */}}
{{- define "practika.extraPolicies" -}}
{{- $own := .root.Values.networkPolicy | default dict -}}
{{- $global := .root.Values.global.networkPolicy -}}
{{- with concat ($global.extraEgress | default list) ($own.extraEgress | default list) }}
{{ include "practika.policy" (merge (dict "edge" "to-extra" "types" (list "Egress") "rule" (printf "egress:\n%s" (toYaml .))) $) }}
{{- end }}
{{- with concat ($global.extraIngress | default list) ($own.extraIngress | default list) }}
{{ include "practika.policy" (merge (dict "edge" "from-extra" "types" (list "Ingress") "rule" (printf "ingress:\n%s" (toYaml .))) $) }}
{{- end }}
{{- end }}

{{/* Who may come in. `internal` is the port for other services, whose callers the chart lists. */}}
{{- define "practika.policyFrom" -}}
{{- $policy := .root.Values.global.networkPolicy -}}
{{- if eq .id "edge" }}
{{- $rule := include "practika.rule" (dict "side" "from" "peers" (include "practika.party" $policy.edge) "ports" (list 8000)) }}
{{- include "practika.policy" (merge (dict "edge" "from-edge" "group" "edge-target" "types" (list "Ingress") "rule" $rule) .) }}
{{- else if eq .id "prometheus" }}
{{- $rule := include "practika.rule" (dict "side" "from" "peers" (include "practika.pods" $policy.prometheus) "ports" (list 9464)) }}
{{- include "practika.policy" (merge (dict "edge" "from-prometheus" "group" "metrics" "types" (list "Ingress") "rule" $rule) .) }}
{{- else }}
{{- $isInternal := eq .id "internal" }}
{{- $group := ternary (printf "internal-%s-client" .root.Chart.Name) (printf "%s-client" .id) $isInternal }}
{{- $peers := "" }}
{{- range $c := .components }}{{ if has $.id $c.from }}
{{- range $c.callers }}{{ $peers = printf "%s\n%s" $peers (include "practika.ownPods" (dict "root" $.root "name" . "group" $group)) }}{{ end }}
{{- $rule := include "practika.rule" (dict "side" "from" "peers" $peers "ports" (list (ternary 8001 3310 $isInternal))) }}
{{- $edge := ternary (printf "from-internal-%s" $.root.Chart.Name) (printf "from-%s" $.id) $isInternal }}
{{- include "practika.policy" (merge (dict "edge" $edge "component" $c.name "without" list "selector" (include "practika.selectorLabels" (dict "root" $.root "component" $c.name) | fromYaml) "types" (list "Ingress") "rule" $rule) $) }}
{{- end }}{{ end }}
{{- end }}
{{- end }}

{{/* Where one may go. */}}
{{- define "practika.policyTo" -}}
{{- $policy := .root.Values.global.networkPolicy -}}
{{- $of := merge (dict "edge" (printf "to-%s" .id) "group" (printf "%s-client" .id) "types" (list "Egress")) . -}}
{{- $key := include "practika.partyKey" .id -}}
{{- if eq .id "dns" }}
{{- $peers := printf "%s\n%s" (include "practika.pods" $policy.dns) (include "practika.ranges" (dict "cidrs" $policy.dns.cidrs)) }}
{{- include "practika.policy" (set $of "rule" (include "practika.rule" (dict "side" "to" "peers" $peers "ports" (list 53) "udp" true))) }}
{{- else if eq .id "test" }}
{{- $peers := include "practika.ownPods" (dict "root" .root "group" "edge-target") }}
{{- include "practika.policy" (set $of "rule" (include "practika.rule" (dict "side" "to" "peers" $peers "ports" (list 8000)))) }}
{{- else if $key }}
{{- include "practika.policyToParty" (set $of "party" (get $policy $key)) }}
{{- else if eq .id "signatures" }}
{{- include "practika.policyToParty" (set $of "party" .root.Values.signatures.source) }}
{{- else if eq .id "clamd" }}
{{- $clamd := .root.Values.clamd }}
{{- if $clamd.host }}
{{- include "practika.policyToParty" (set $of "party" (merge (dict "port" $clamd.port) $clamd.source)) }}
{{- else }}
{{- $peers := include "practika.ownPods" (dict "root" .root "name" "clamav" "component" "clamd") }}
{{- include "practika.policy" (set $of "rule" (include "practika.rule" (dict "side" "to" "peers" $peers "ports" (list 3310)))) }}
{{- end }}
{{- end }}
{{- end }}

{{/* To whom the charts do not install: pods, ranges or names. */}}
{{- define "practika.policyToParty" -}}
{{- if eq .party.mode "fqdn" }}
{{- include "practika.policyToNames" (set . "rule" "names") }}
{{- else }}
{{- include "practika.policy" (set . "rule" (include "practika.rule" (dict "side" "to" "peers" (include "practika.party" .party) "ports" (list .party.port)))) }}
{{- end }}
{{- end }}

{{/* One rule with its peers and its ports, never without either. (dict "side": from|to, "peers": text, "ports": list, "udp") */}}
{{- define "practika.rule" -}}
{{ ternary "ingress" "egress" (eq .side "from") }}:
  - {{ .side }}:
      {{- .peers | trim | nindent 6 }}
    ports:
      {{- range .ports }}
      {{- if $.udp }}
      - {protocol: UDP, port: {{ . | int }}}
      {{- end }}
      - {protocol: TCP, port: {{ . | int }}}
      {{- end }}
{{- end }}

{{/* The pods that a policy is about: of the chart, and of the group where it has one. */}}
{{- define "practika.policySelector" -}}
{{- $labels := deepCopy .selector -}}
{{- if and .group .byGroup }}{{ $_ := set $labels (printf "sg.practika.dev/%s" .group) "true" }}{{ end -}}
matchLabels:
  {{- toYaml $labels | nindent 2 }}
{{- if and .without .rule }}
# Hooks have policies of their own, which are there before them.
matchExpressions:
  - {key: app.kubernetes.io/component, operator: NotIn, values: [{{ join ", " .without }}]}
{{- end }}
{{- end }}

{{/* (dict "root" "prefix" "edge" "selector" "group" "byGroup" "types" "rule" "hook" "component") */}}
{{- define "practika.policy" -}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "practika.metadata" (dict "root" .root "name" (printf "%s-%s" .prefix .edge) "component" .component "hook" .hook) | nindent 2 }}
spec:
  podSelector:
    {{- include "practika.policySelector" . | nindent 4 }}
  policyTypes: [{{ join ", " .types }}]
  {{- with .rule }}
  {{- . | nindent 2 }}
  {{- end }}
{{- end }}

{{/* NetworkPolicy knows no names; Cilium does, and learns from the answers of the DNS which addresses a name has. */}}
{{- define "practika.policyToNames" -}}
---
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata:
  {{- include "practika.metadata" (dict "root" .root "name" (printf "%s-%s" .prefix .edge) "component" .component "hook" .hook) | nindent 2 }}
spec:
  endpointSelector:
    {{- include "practika.policySelector" . | nindent 4 }}
  egress:
    - toFQDNs:
        {{- range .party.fqdns }}
        - {{ ternary "matchPattern" "matchName" (contains "*" .) }}: {{ . | quote }}
        {{- end }}
      toPorts:
        - ports:
            - {port: {{ .party.port | int | quote }}, protocol: TCP}
    - toEndpoints:
        - matchLabels:
            {{- range $key, $value := .root.Values.global.networkPolicy.dns.namespace }}
            {{ printf "k8s:io.cilium.k8s.namespace.labels.%s" $key }}: {{ $value | quote }}
            {{- end }}
            {{- range $key, $value := .root.Values.global.networkPolicy.dns.pods }}
            {{ printf "k8s:%s" $key }}: {{ $value | quote }}
            {{- end }}
      toPorts:
        - ports:
            - {port: "53", protocol: UDP}
            - {port: "53", protocol: TCP}
          rules:
            dns:
              - matchPattern: "*"
{{- end }}
