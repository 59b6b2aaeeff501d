namespace BgpNode.Protocol.Wire;

/// <summary>
/// One quick walk over the attributes of an UPDATE that sets MP_REACH_NLRI and MP_UNREACH_NLRI apart from the rest. The rest is
/// what routes share: the same octets mean the same attribute set, so a table of octets seen before saves judging them again.
/// </summary>
public static class AttributeScanner
{
    public static ScannedAttributes Scan(ReadOnlySpan<byte> attributes)
    {
        var found = new ScannedAttributes(attributes);
        var reader = new AttributeReader(attributes);
        while (reader.Next())
        {
            if (reader.Type is AttributeType.MpReachNlri or AttributeType.MpUnreachNlri)
            {
                found.Add(reader);
            }
        }

        found.Close(reader.Overrun);
        return found;
    }
}
