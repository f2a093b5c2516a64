{{/*
Values that fit no schema's rule but cannot work together. All of them are told at once, each in a sentence with the name of the
value, so that nobody finds them one after the other. Under the umbrella it speaks for all its charts.
*/}}

{{/* To be rendered by a chart once; renders nothing. */}}
{{- define "practika.refuse" -}}
{{- if not (hasPrefix "practika/charts/" .Template.BasePath) }}
{{- $lines := include "practika.problemsOf" (dict "root" . "prefix" "") | splitList "\n" -}}
{{- if eq .Chart.Name "practika" -}}
{{- $lines = concat $lines (include "practika.umbrellaProblems" . | splitList "\n") -}}
{{- range $name, $chart := .Subcharts -}}
{{- if ne $name "practika-lib" }}{{ $lines = concat $lines (include "practika.problemsOf" (dict "root" $chart "prefix" (printf "%s." $name)) | splitList "\n") }}{{ end -}}
{{- end -}}
{{- end -}}
{{- $problems := list -}}
{{- range $lines }}{{ with trim . }}{{ $problems = append $problems (printf "  - %s" .) }}{{ end }}{{ end -}}
{{- with $problems | uniq }}
{{- fail (printf "\n\nThese values cannot work, so nothing is rendered:\n%s\n" (join "\n" .)) }}
{{- end }}
{{- end }}
{{- end }}

{{/* Of one chart, a sentence a line. (dict "root" "prefix") */}}
{{- define "practika.problemsOf" -}}
{{- $components := include "practika.components" .root | fromYaml -}}
{{- $with := merge (dict "components" $components) . -}}
{{- include "practika.globalProblems" $with }}
{{- include "practika.partyProblems" $with }}
{{- include "practika.secretProblems" $with }}
{{- range $name, $c := $components }}
{{- include "practika.componentProblems" (dict "root" $.root "c" $c "at" (printf "%s%s" $.prefix (ternary "buckets.setup" $name (eq $name "buckets")))) }}
{{- end }}
{{- if ne .root.Chart.Name "practika" }}
{{ include (printf "%s.problems" .root.Chart.Name) . }}
{{- end }}
{{- end }}

{{/* (dict "root" "components" "prefix") */}}
{{- define "practika.globalProblems" -}}
{{- $g := .root.Values.global -}}
{{- $production := eq $g.profile "production" -}}
{{- $hasApi := false -}}{{- $toStore := false -}}
{{- range .components }}{{ if eq .as "api" }}{{ $hasApi = true }}{{ end }}{{ if has "s3" .to }}{{ $toStore = true }}{{ end }}{{ end -}}
{{- if ne .root.Chart.Name "clamav" }}
{{- if not $g.publicOrigin }}
global.publicOrigin is missing: say at which address people reach the platform, as https://practika.example.org.
{{- else if and $production (not (hasPrefix "https://" $g.publicOrigin)) }}
global.publicOrigin is {{ $g.publicOrigin }}; in production it has to be https, or session cookies travel in the clear.
{{- end }}
{{- if and $hasApi $production }}
{{- if not $g.trustedProxies }}
global.trustedProxies is empty; in production it has to name the ranges of the proxies in front, or limits and allow-lists see one address only.
{{- end }}
{{- range $g.trustedProxies }}{{ if or (eq . "*") (hasSuffix "/0" .) }}
global.trustedProxies has {{ . }}: anybody could pretend to come from anywhere.
{{- end }}{{ end }}
{{- range $g.trustedOrigins }}{{ if or (not (hasPrefix "https://" .)) (contains "*" .) }}
global.trustedOrigins has {{ . }}; in production they have to be https and without wildcards.
{{- end }}{{ end }}
{{- end }}
{{- if $toStore }}
{{- if not $g.s3.endpoint }}
global.s3.endpoint is missing: say where the object store is.
{{- else if and $production (not (hasPrefix "https://" ($g.s3.publicEndpoint | default $g.s3.endpoint))) }}
global.s3.publicEndpoint is {{ $g.s3.publicEndpoint | default $g.s3.endpoint }}; in production it has to be https, or videos travel in the clear.
{{- end }}
{{- end }}
{{- if eq $g.image.tag "latest" }}
global.image.tag is latest, which is another image tomorrow; name a version.
{{- end }}
{{- end }}
{{- with .root.Values.image }}{{ if and (eq (toString .tag) "latest") (not .digest) }}
{{ $.prefix }}image.tag is latest, which is another image tomorrow; name a version.
{{- end }}{{ end }}
{{- if and $g.monitoring.rules.enabled (not $g.monitoring.rules.runbookBaseUrl) }}
global.monitoring.rules.runbookBaseUrl is empty: an alert without a runbook helps nobody at night.
{{- end }}
{{- end }}

{{/* Parties of the network, as far as somebody here connects to them or is reached by them. (dict "root" "components" "prefix") */}}
{{- define "practika.partyProblems" -}}
{{- $policy := .root.Values.global.networkPolicy -}}
{{- if and $policy.enabled .components }}
{{- $to := list -}}{{- $from := list -}}
{{- range .components }}{{ $to = concat $to .to }}{{ $from = concat $from (.from | default list) }}{{ end -}}
{{- range $edge := $to | uniq }}
{{- $key := include "practika.partyKey" $edge }}
{{- if $key }}
{{- include "practika.onePartyProblems" (dict "at" (printf "global.networkPolicy.%s" $key) "party" (get $policy $key)) }}
{{- else if eq $edge "signatures" }}
{{- include "practika.onePartyProblems" (dict "at" (printf "%ssignatures.source" $.prefix) "party" $.root.Values.signatures.source) }}
{{- else if and (eq $edge "clamd") $.root.Values.clamd.host }}
{{- include "practika.onePartyProblems" (dict "at" (printf "%sclamd.source" $.prefix) "party" $.root.Values.clamd.source) }}
{{- end }}
{{- end }}
{{- if has "edge" $from }}
{{- if eq $policy.edge.mode "selector" }}
{{- include "practika.onePartyProblems" (dict "at" "global.networkPolicy.edge" "party" $policy.edge) }}
{{- else if not $policy.edge.cidrs }}
global.networkPolicy.edge.mode is {{ $policy.edge.mode }}, which needs ranges in global.networkPolicy.edge.cidrs.
{{- end }}
{{- end }}
{{- if has "prometheus" $from }}
{{- include "practika.onePartyProblems" (dict "at" "global.networkPolicy.prometheus" "party" (merge (dict "mode" "selector") $policy.prometheus)) }}
{{- end }}
{{- if has "dns" $to }}
{{- include "practika.onePartyProblems" (dict "at" "global.networkPolicy.dns" "party" (merge (dict "mode" "selector") $policy.dns)) }}
{{- end }}
{{- if has "otlp" $to }}
{{- $port := regexFind ":[0-9]+/?$" .root.Values.global.otlp.endpoint | trimPrefix ":" | trimSuffix "/" }}
{{- if and $port (ne ($port | int) ($policy.otlp.port | int)) }}
global.otlp.endpoint is at port {{ $port }}, but global.networkPolicy.otlp.port lets out to {{ $policy.otlp.port | int }}.
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* (dict "at" "party") */}}
{{- define "practika.onePartyProblems" -}}
{{- with .party }}
{{- if and (eq .mode "selector") (or (not .namespace) (not .pods)) }}
{{ $.at }} has mode selector, which needs labels in {{ $.at }}.namespace and in {{ $.at }}.pods: without, every pod would be meant.
{{- end }}
{{- if and (eq .mode "cidr") (not .cidrs) }}
{{ $.at }} has mode cidr, which needs ranges in {{ $.at }}.cidrs.
{{- end }}
{{- if and (eq .mode "fqdn") (not .fqdns) }}
{{ $.at }} has mode fqdn, which needs names in {{ $.at }}.fqdns.
{{- end }}
{{- end }}
{{- end }}

{{/* (dict "root" "prefix") */}}
{{- define "practika.secretProblems" -}}
{{- $fetched := false -}}
{{- range $secret, $keys := include "practika.secretKeys" .root | fromYaml }}
{{- $values := include "practika.secret" (dict "root" $.root "secret" $secret) | fromYaml }}
{{- $at := ternary "global.secrets.redis" (printf "%ssecrets.%s" $.prefix $secret) (eq $secret "redis") }}
{{- if not $values.existingSecret }}
{{ $at }}.existingSecret is missing: name the Secret that has {{ join ", " $keys }}.
{{- end }}
{{- if $values.externalSecret.remoteKey }}{{ $fetched = true }}{{ end }}
{{- end }}
{{- if and $fetched (not .root.Values.global.externalSecrets.storeRef.name) }}
global.externalSecrets.storeRef.name is missing: an ExternalSecret has to say which store it asks.
{{- end }}
{{- end }}

{{/* A size as 512Mi or 2Gi, in MiB; 0 for another notation. */}}
{{- define "practika.mebibytes" -}}
{{- $text := toString . -}}
{{- if hasSuffix "Gi" $text }}{{ mul (trimSuffix "Gi" $text | int) 1024 }}{{ else if hasSuffix "Mi" $text }}{{ trimSuffix "Mi" $text | int }}{{ else }}0{{ end -}}
{{- end }}

{{/* (dict "root" "c" "at") */}}
{{- define "practika.componentProblems" -}}
{{- $v := .c.values -}}
{{- $at := .at -}}
{{- $hpa := dig "autoscaling" "enabled" false $v -}}
{{- $keda := dig "keda" "enabled" false $v -}}
{{- if and $hpa $keda }}
{{ $at }}.autoscaling and {{ $at }}.keda are both enabled; two autoscalers of one Deployment undo each other, choose one.
{{- end }}
{{- if and $hpa (gt ($v.autoscaling.min | int) ($v.autoscaling.max | int)) }}
{{ $at }}.autoscaling.min is {{ $v.autoscaling.min }}, above its max of {{ $v.autoscaling.max }}.
{{- end }}
{{- if $keda }}
{{- if gt ($v.keda.min | int) ($v.keda.max | int) }}
{{ $at }}.keda.min is {{ $v.keda.min }}, above its max of {{ $v.keda.max }}.
{{- end }}
{{- if gt ($v.keda.fallbackReplicas | int) ($v.keda.max | int) }}
{{ $at }}.keda.fallbackReplicas is {{ $v.keda.fallbackReplicas }}, above its max of {{ $v.keda.max }}.
{{- end }}
{{- if not .root.Values.global.keda.prometheusAddress }}
{{ $at }}.keda is enabled, which needs global.keda.prometheusAddress: where the length of queues is asked.
{{- end }}
{{- end }}
{{- if and (eq (dig "pdb" "enabled" "" $v | toString) "true") (lt (include "practika.mostPods" .c | int) 2) }}
{{ $at }}.pdb is enabled though {{ $at }} has one pod at most: its node could never be drained. Use two pods, or leave pdb.enabled at auto.
{{- end }}
{{- with $v.pdb }}{{ if eq (regexFind "^[0-9]+" (toString .maxUnavailable) | int) 0 }}
{{ $at }}.pdb.maxUnavailable is {{ .maxUnavailable }}: no node could ever be drained.
{{- end }}{{ end }}
{{- if $v.shutdown }}
{{- $needed := add $v.shutdown.delaySeconds $v.shutdown.graceSeconds 5 }}
{{- if lt (int64 $v.terminationGracePeriodSeconds) $needed }}
{{ $at }}.terminationGracePeriodSeconds is {{ $v.terminationGracePeriodSeconds }}; it has to be {{ $needed }} at least, which is shutdown.delaySeconds + shutdown.graceSeconds + 5, or pods are killed while they end.
{{- end }}
{{- if and .c.budget (lt (int $v.shutdown.graceSeconds) (int .c.budget)) }}
{{ $at }}.shutdown.graceSeconds is {{ $v.shutdown.graceSeconds }}; a job of it may take {{ .c.budget }} s, and would be cut short by every upgrade.
{{- end }}
{{- end }}
{{- $env := dict }}
{{- range $name, $from := .c.files }}{{ $_ := set $env $name $from }}{{ end }}
{{- range $name, $value := $v.extraEnv }}
{{- if or (hasKey $env $name) (hasKey $env (trimSuffix "_FILE" $name)) }}
{{ $at }}.extraEnv sets {{ $name }}, which comes from a Secret as a file; change the Secret instead.
{{- end }}
{{- end }}
{{- if .c.entry }}
{{- $room := add (include "practika.mebibytes" (.c.tmp | default "64Mi") | int) (include "practika.mebibytes" (.c.work | default "0Mi") | int) }}
{{- $limit := include "practika.mebibytes" (dig "resources" "limits" "ephemeral-storage" "" $v) | int }}
{{- if and (gt $limit 0) (gt $room $limit) }}
{{ $at }}.resources.limits.ephemeral-storage is below the {{ $room }}Mi that its volumes may hold: it would be evicted before they are full.
{{- end }}
{{- end }}
{{- with $v.connectWindowSeconds }}
{{- if lt (int $v.activeDeadlineSeconds) (add . 60 | int) }}
{{ $at }}.activeDeadlineSeconds is {{ $v.activeDeadlineSeconds }}; after {{ $at }}.connectWindowSeconds it leaves less than a minute for the migration.
{{- end }}
{{- $waited := 0 }}{{- $pause := 10 }}
{{- range until (int $v.backoffLimit) }}{{ $waited = add $waited $pause }}{{ $pause = min 300 (mul $pause 2) }}{{ end }}
{{- if lt $waited (int64 .) }}
{{ $at }}.backoffLimit of {{ $v.backoffLimit }} gives up after {{ $waited }} s, before {{ $at }}.connectWindowSeconds of {{ . }} are over.
{{- end }}
{{- end }}
{{- end }}
